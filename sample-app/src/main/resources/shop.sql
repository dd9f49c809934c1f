-- The shop's own tables and a few orders to talk about. Written so that it can run at every start,
-- on SQLite and on PostgreSQL. Dates are ISO text; the shop's calendar stands at 2026-11-20.

CREATE TABLE IF NOT EXISTS shop_customers (
  customer_id text PRIMARY KEY,
  name        text NOT NULL
);

CREATE TABLE IF NOT EXISTS shop_orders (
  order_id     text PRIMARY KEY,
  customer_id  text NOT NULL REFERENCES shop_customers,
  item         text NOT NULL,
  total        numeric(10, 2) NOT NULL,
  status       text NOT NULL,
  delivered_on text,
  carrier      text,
  parcel       text,
  address      text NOT NULL
);

CREATE TABLE IF NOT EXISTS shop_refunds (
  order_id  text PRIMARY KEY REFERENCES shop_orders,
  amount    numeric(10, 2) NOT NULL,
  reason    text NOT NULL,
  issued_on text NOT NULL
);

INSERT INTO shop_customers VALUES
  ('C-1001', 'Amara Okafor'),
  ('C-1002', 'Jonas Lindqvist'),
  ('C-1003', 'Mei Tanaka'),
  ('C-1004', 'Rafael Ortega'),
  ('C-1005', 'Priya Raman'),
  ('C-1006', 'Luca Bianchi'),
  ('C-1007', 'Hannah Weiss'),
  ('C-1008', 'Tomasz Nowak')
ON CONFLICT DO NOTHING;

INSERT INTO shop_orders VALUES
  ('5001', 'C-1001', 'Walnut desk lamp',    89.00, 'SHIPPED',    NULL,         'Alpine Parcel', 'AP-77120', '4 Harbour Row, Cork'),
  ('5002', 'C-1002', 'Enamel kettle',       54.50, 'DELIVERED',  '2026-11-11', 'Alpine Parcel', 'AP-76844', 'Storgatan 8, Uppsala'),
  ('5003', 'C-1003', 'Grey wool blanket',  120.00, 'PROCESSING', NULL,         NULL,            NULL,       'Torstrasse 99, Berlin'),
  ('5004', 'C-1004', 'Ceramic vase',        42.00, 'DELIVERED',  '2026-11-12', 'Courier North', 'CN-30115', 'Calle Luna 3, Sevilla'),
  ('5005', 'C-1005', 'Linen bedding set',  149.00, 'DELIVERED',  '2026-08-19', 'Alpine Parcel', 'AP-61002', '17 Mill Lane, Leeds'),
  ('5006', 'C-1005', 'Buckwheat pillow',    38.00, 'PROCESSING', NULL,         NULL,            NULL,       '17 Mill Lane, Leeds'),
  ('5007', 'C-1006', 'Espresso cups',       31.00, 'SHIPPED',    NULL,         'Courier North', 'CN-30410', 'Via Roma 21, Torino'),
  ('5008', 'C-1006', 'Moka pot',            27.90, 'DELIVERED',  '2026-11-17', 'Alpine Parcel', 'AP-77011', 'Via Roma 21, Torino'),
  ('5009', 'C-1007', 'Floor lamp',         210.00, 'SHIPPED',    NULL,         'Zeppelin Line', 'ZL-00009', 'Deichweg 2, Norderney'),
  ('5010', 'C-1008', 'Oak stool',           95.00, 'DELIVERED',  '2026-11-06', 'Courier North', 'CN-29871', 'ul. Dluga 14, Gdansk')
ON CONFLICT DO NOTHING;
