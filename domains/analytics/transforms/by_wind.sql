WITH joined AS (
  SELECT
    d.origin,
    c.name AS airline,
    CASE
      WHEN w.wind_kmh IS NULL THEN 'unknown'
      WHEN w.wind_kmh < 12 THEN 'calm'
      WHEN w.wind_kmh < 39 THEN 'breeze'
      ELSE 'strong'
    END AS wind,
    d.cancelled,
    d.delay_minutes
  FROM operations_departures_v1.departures AS d
  JOIN network_reference_v1.carriers AS c ON c.code = d.carrier
  LEFT JOIN weather_observations_v1.observations AS w
    ON w.station = d.origin AND w.observed_at = date_trunc('HOUR', d.scheduled_at)
)
SELECT
  origin,
  airline,
  wind,
  count(*) AS departures,
  sum(CASE WHEN cancelled THEN 1 ELSE 0 END) AS cancelled,
  avg(delay_minutes) AS mean_delay_minutes
FROM joined
GROUP BY origin, airline, wind
