SELECT
  concat_ws('-', carrier, CAST(flight AS STRING), origin, CAST(make_date(year, month, day) AS STRING)) AS departure_id,
  timestampadd(MINUTE, minute, time_hour) AS scheduled_at,
  origin,
  dest AS destination,
  carrier,
  flight AS flight_number,
  tailnum AS tail_number,
  dep_time IS NULL AS cancelled,
  dep_delay AS delay_minutes,
  arr_delay AS arrival_delay_minutes,
  air_time AS air_minutes,
  distance AS distance_miles
FROM landing.flights
