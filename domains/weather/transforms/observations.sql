SELECT
  origin AS station,
  time_hour AS observed_at,
  round((temp - 32) * 5 / 9, 1) AS temperature_celsius,
  humid AS humidity_percent,
  -- one station once reported 1,048 miles an hour
  CASE WHEN wind_speed <= 150 THEN round(wind_speed * 1.609344, 1) END AS wind_kmh,
  round(precip * 25.4, 1) AS rain_mm,
  pressure AS pressure_hpa,
  round(visib * 1.609344, 1) AS visibility_km
FROM landing.stations
