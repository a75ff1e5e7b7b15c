SELECT carrier AS code, name
FROM landing.airlines
