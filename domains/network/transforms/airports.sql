SELECT faa AS code, name, lat AS latitude, lon AS longitude, tzone AS time_zone
FROM landing.airports
