SELECT
  r.order_id,
  CAST(r.amount AS DECIMAL(12, 2)) AS amount,
  CAST(r.ordered_at AS TIMESTAMP) AS ordered_at
FROM landing.raw AS r
