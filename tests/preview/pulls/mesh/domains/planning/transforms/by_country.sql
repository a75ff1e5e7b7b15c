SELECT country, count(*) AS orders
FROM shop_orders_v1.orders
GROUP BY country
