-- aggregates
SELECT count(*) AS a, count(i) AS b, count(DISTINCT yes) AS c, count(DISTINCT i, t) AS d, sum(j) AS e, avg(j) AS f,
  min(i) AS g, max(t) AS h, count_if(i > 0) AS k, sum(DISTINCT j) AS l, max(at) AS m, min(day) AS n FROM landing.v;
SELECT sum(n) AS a, sum(m) AS b, sum(y) AS c, avg(y) AS d, max(x) AS e, min(x) AS f, max(n) AS g, max(yes) AS h
FROM landing.v;
SELECT stddev(y) AS a, stddev_pop(y) AS b, variance(y) AS c, var_pop(y) AS d, corr(i, y) AS e, covar_samp(j, y) AS f,
  covar_pop(j, y) AS g, percentile(j, 0.25) AS h, median(y) AS k FROM landing.v;
SELECT bool_and(i > -100) AS a, bool_or(yes) AS b, every(yes) AS c FROM landing.v;
-- aggregates of nothing
SELECT count(*) AS a, sum(i) AS b, avg(i) AS c, max(t) AS d, count_if(yes) AS e, stddev(x) AS f FROM landing.v WHERE id < 0;
SELECT count_if(yes) AS a, yes FROM landing.v WHERE yes IS NULL GROUP BY yes;
SELECT stddev(x) AS a, corr(x, y) AS b, var_samp(x) AS c FROM landing.v WHERE id = 1;
SELECT i, count(*) AS c FROM landing.v WHERE id < 0 GROUP BY i;
-- filters on aggregates
SELECT yes, sum(j) FILTER (WHERE i > 0) AS a, count(*) FILTER (WHERE t = 'x') AS b, count_if(i > 0) AS c
FROM landing.v GROUP BY yes;
-- groups
SELECT carrier, count(*) AS flights, sum(delay) AS delay, avg(miles) AS miles FROM landing.flights GROUP BY carrier;
SELECT carrier AS c, date_trunc('DAY', at) AS day, max(delay) AS worst FROM landing.flights GROUP BY 1, date_trunc('DAY', at);
SELECT upper(carrier) AS c, sum(miles) + count(*) AS s FROM landing.flights GROUP BY upper(carrier);
SELECT concat(carrier, '!') AS c, count(*) AS n FROM landing.flights GROUP BY carrier HAVING count(*) > 1;
SELECT carrier AS c, count(*) AS n FROM landing.flights GROUP BY c HAVING n > 1 AND max(delay) >= 5;
SELECT year(at) * 100 + month(at) AS month, count(*) AS n FROM landing.flights GROUP BY year(at) * 100 + month(at);
SELECT x AS x, count(*) AS n FROM landing.v GROUP BY x;
SELECT y = 0 AS zero, count(*) AS n FROM landing.v GROUP BY y = 0;
SELECT DISTINCT carrier, delay > 0 AS late FROM landing.flights;
SELECT round(x / 3, 2) AS r, count(*) AS n FROM landing.v GROUP BY round(x / 3, 2);
SELECT lower(t) AS l, to_utc_timestamp(at, 'America/New_York') AS a, count(*) AS n FROM landing.v
GROUP BY lower(t), to_utc_timestamp(at, 'America/New_York');
SELECT carrier, sum(sum(miles)) OVER (ORDER BY carrier) AS running, rank() OVER (ORDER BY count(*) DESC) AS place
FROM landing.flights GROUP BY carrier;
-- joins
SELECT f.carrier, f.flight, c.name FROM landing.flights f JOIN network_reference_v1.carriers c ON f.carrier = c.carrier;
SELECT f.carrier, f.flight, c.name FROM landing.flights f LEFT JOIN network_reference_v1.carriers c ON f.carrier = c.carrier AND f.delay > 0;
SELECT f.flight, c.name FROM landing.flights f RIGHT OUTER JOIN network_reference_v1.carriers AS c ON f.carrier = c.carrier;
SELECT carrier, flight, name FROM landing.flights FULL JOIN network_reference_v1.carriers USING (carrier);
SELECT carrier, flight, name FROM landing.flights RIGHT JOIN network_reference_v1.carriers USING (carrier);
SELECT c.*, f.flight FROM landing.flights f JOIN network_reference_v1.carriers c USING (carrier);
SELECT * FROM landing.flights JOIN (SELECT carrier, name FROM network_reference_v1.carriers) USING (carrier);
SELECT a.flight AS one, b.flight AS other FROM landing.flights a CROSS JOIN landing.flights b WHERE a.delay = b.delay;
SELECT a.flight AS one, c.name FROM landing.flights a, network_reference_v1.carriers c WHERE a.carrier <=> c.carrier;
SELECT carrier, flight FROM landing.flights f LEFT SEMI JOIN network_reference_v1.carriers c ON f.carrier = c.carrier;
SELECT carrier, flight FROM landing.flights f LEFT ANTI JOIN network_reference_v1.carriers c ON f.carrier = c.carrier;
SELECT f.carrier, g.flight, h.delay FROM landing.flights f LEFT JOIN landing.flights g ON f.carrier = g.carrier AND g.flight = f.flight + 1
LEFT JOIN landing.flights h ON h.tail = g.tail AND h.at > g.at;
-- subqueries
SELECT carrier, flight FROM landing.flights WHERE carrier IN (SELECT carrier FROM network_reference_v1.carriers);
SELECT carrier, flight FROM landing.flights WHERE carrier NOT IN (SELECT carrier FROM network_reference_v1.carriers);
SELECT id FROM landing.v WHERE i NOT IN (SELECT delay FROM landing.flights);
SELECT carrier, flight FROM landing.flights f WHERE EXISTS (SELECT 1 FROM landing.flights g WHERE g.tail = f.tail AND g.at > f.at);
SELECT carrier, flight FROM landing.flights f WHERE NOT EXISTS (SELECT 1 FROM network_reference_v1.carriers c WHERE c.carrier = f.carrier);
SELECT carrier, flight FROM landing.flights WHERE miles > (SELECT avg(miles) FROM landing.flights);
SELECT carrier, miles / (SELECT max(miles) FROM landing.flights) AS part FROM landing.flights;
SELECT s.carrier, s.n FROM (SELECT carrier, count(*) AS n FROM landing.flights GROUP BY carrier) s WHERE s.n > 1;
-- WITH
WITH late AS (SELECT * FROM landing.flights WHERE delay > 0), counted AS (SELECT carrier, count(*) AS n FROM late GROUP BY carrier)
SELECT c.carrier, c.n, r.name FROM counted c LEFT JOIN network_reference_v1.carriers r ON r.carrier = c.carrier;
WITH flights AS (SELECT carrier, delay FROM landing.flights) SELECT carrier, max(delay) AS worst FROM flights GROUP BY carrier;
WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 2 AS x) SELECT x FROM a) SELECT a.x, b.x AS y FROM a CROSS JOIN b;
-- set operations
SELECT carrier FROM landing.flights UNION SELECT carrier FROM network_reference_v1.carriers;
SELECT carrier FROM landing.flights UNION ALL SELECT carrier FROM network_reference_v1.carriers;
SELECT carrier FROM landing.flights INTERSECT SELECT carrier FROM network_reference_v1.carriers;
SELECT carrier FROM landing.flights EXCEPT SELECT carrier FROM network_reference_v1.carriers;
SELECT carrier FROM landing.flights EXCEPT ALL SELECT carrier FROM network_reference_v1.carriers;
SELECT carrier FROM landing.flights MINUS SELECT carrier FROM network_reference_v1.carriers;
SELECT i AS it FROM landing.v UNION ALL SELECT x FROM landing.v UNION ALL SELECT 1.5;
SELECT i AS it FROM landing.v UNION SELECT n FROM landing.v;
SELECT day AS it FROM landing.v UNION SELECT at FROM landing.v;
SELECT NULL AS it UNION ALL SELECT 'a';
SELECT 1 AS it UNION ALL SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 3;
-- order, limit, values
SELECT carrier, flight, miles FROM landing.flights ORDER BY miles DESC LIMIT 3;
SELECT id, x FROM landing.v ORDER BY x LIMIT 4;
SELECT id, x FROM landing.v ORDER BY x DESC NULLS FIRST, id LIMIT 2;
SELECT id, t FROM landing.v ORDER BY t, 1 LIMIT 5 OFFSET 2;
SELECT carrier FROM landing.flights UNION SELECT carrier FROM network_reference_v1.carriers ORDER BY carrier LIMIT 2;
SELECT v.k, v.name, f.flight FROM VALUES (1, 'one'), (2, NULL) AS v(k, name) JOIN landing.flights f ON f.flight = v.k;
SELECT k, amount FROM VALUES (1, 1), (2, 2.5) AS v(k, amount);
-- windows without a total order: the rest of the row decides
SELECT carrier, max(n) AS n FROM (SELECT carrier, row_number() OVER (PARTITION BY carrier ORDER BY delay) AS n FROM landing.flights) GROUP BY carrier;
SELECT id, sum(i) OVER w AS a, avg(j) OVER w AS b FROM landing.v WINDOW w AS (PARTITION BY yes ORDER BY id);
WITH ranked AS (SELECT *, row_number() OVER (PARTITION BY carrier ORDER BY at DESC) AS newest FROM landing.flights)
SELECT carrier, flight, at FROM ranked WHERE newest = 1;
-- constants
SELECT 1 AS a, 'x' AS b, 1.50 AS c, 2e3 AS d, TRUE AS e, NULL AS f, DATE '2013-01-01' AS g, 9999999999 AS h, 'it\'s \\ "so"' AS k;
SELECT 0.05 AS a, 10.0 AS b, -1.5 AS c, .5 AS d, 100000000000000000000 AS e, -2147483648 AS f, -9223372036854775808 AS g;
SELECT corr(a, b) AS c, covar_samp(a, b) AS d, stddev(a) AS e FROM VALUES (1, 2), (1, 3), (1, NULL) AS v(a, b);
SELECT V.I AS Upper_Case, `v`.`j` AS quoted FROM Landing.V AS V WHERE v.I > 0;
SELECT f.carrier AS c, g.carrier AS d FROM landing.flights f LEFT JOIN landing.flights g ON f.tail = g.tail AND f.flight < g.flight;
SELECT count(DISTINCT tail) AS tails, sum(DISTINCT delay) AS delays, avg(DISTINCT miles) AS miles FROM landing.flights;
SELECT carrier, avg(delay) AS mean, avg(delay) - (SELECT avg(delay) FROM landing.flights) AS over_all FROM landing.flights GROUP BY carrier;
SELECT carrier, CASE WHEN sum(delay) > 10 THEN 'late' WHEN sum(delay) IS NULL THEN 'unknown' ELSE 'good' END AS verdict FROM landing.flights GROUP BY carrier;
SELECT hubs[0] AS hub, size(hubs) AS n FROM network_reference_v1.carriers;
SELECT id, sum(n) OVER (PARTITION BY yes ORDER BY day, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM landing.v
