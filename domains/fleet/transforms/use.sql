SELECT
  tail_number,
  origin,
  count(*) AS departures,
  sum(air_minutes) AS air_minutes,
  avg(delay_minutes) AS mean_delay_minutes
FROM operations_departures_v1.departures
WHERE tail_number IS NOT NULL
GROUP BY tail_number, origin
