SELECT
  number AS order_id,
  sold_at AS ordered_at,
  land AS country,
  total AS amount,
  pieces AS items,
  mail AS email,
  via AS channel
FROM landing.sales
