SELECT
  manufacturer,
  model,
  count(*) AS aircraft,
  max(seats) AS most_seats,
  min(year) AS oldest_year
FROM landing.registry
GROUP BY manufacturer, model
