SELECT number AS order_id, pieces AS items
FROM landing.sales
