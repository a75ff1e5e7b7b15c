SELECT number AS order_id, back_at AS returned_at
FROM landing.sales
WHERE back_at IS NOT NULL
