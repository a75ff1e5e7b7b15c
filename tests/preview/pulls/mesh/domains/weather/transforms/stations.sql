SELECT station, height
FROM landing.stations
