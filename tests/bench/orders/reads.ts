/** What the queries are about. */
export interface Things {
  buyer: number;
  seller: number;
  sellerUuid: string;
  order: string;
  certificate: string;
}

interface Read {
  /** As the API spells it. */
  path(things: Things): string;
  as: 'buyer' | 'seller';
  /** The same rows, as somebody would ask for them who writes one route and no more. */
  sql(things: Things): string[];
}

const onShelf = (where: string, page = 1): string[] => [
  `select count(*) from work w where w.status = 'ONLINE' ${where}`,
  `select w.*, a.uuid, a.name as producer_name, a.avatar as photo from work w join account a on a.id = w.producer_id
   where w.status = 'ONLINE' ${where} order by w.created_at desc, w.id desc limit 10 offset ${(page - 1) * 10}`,
];
const licences = (where: string): string =>
  `select c.*, w.name, w.path, w.avatar, a.uuid, a.name as producer_name from certificate c join work w on w.id = c.work_id
   join account a on a.id = w.producer_id where ${where} order by c.created_at, c.id`;

/** Ten endpoints of the shop that only read. */
export const reads: Read[] = [
  { path: () => '/works/', as: 'buyer', sql: () => onShelf('') },
  { path: () => '/works/?page=2', as: 'buyer', sql: () => onShelf('', 2) },
  {
    path: ({ sellerUuid }) => `/mps/${sellerUuid}/works/`,
    as: 'buyer',
    sql: ({ seller }) => onShelf(`and w.producer_id = ${seller}`),
  },
  {
    path: () => '/mps/',
    as: 'buyer',
    sql: () => [
      `select count(*) from account where realm = 'vfine' and type = 'MUSICIAN'`,
      `select * from account where realm = 'vfine' and type = 'MUSICIAN' order by id limit 10`,
    ],
  },
  {
    path: () => '/cart/',
    as: 'buyer',
    sql: ({ buyer }) => [
      `select count(*) from cart_item where buyer_id = ${buyer}`,
      `select i.*, w.name, w.path, a.uuid, a.name as producer_name from cart_item i join work w on w.id = i.work_id
       join account a on a.id = w.producer_id where i.buyer_id = ${buyer} order by i.id limit 10`,
    ],
  },
  {
    path: () => '/orders/',
    as: 'buyer',
    sql: ({ buyer }) => [
      `select count(*) from licence_order where buyer_id = ${buyer}`,
      `select * from licence_order where buyer_id = ${buyer} order by created_at desc, id desc limit 10`,
      licences(
        `c.order_id in (select id from licence_order where buyer_id = ${buyer} order by created_at desc, id desc limit 10)`,
      ),
    ],
  },
  {
    path: ({ order }) => `/orders/${order}/`,
    as: 'buyer',
    sql: ({ order }) => [`select * from licence_order where id = '${order}'`, licences(`c.order_id = '${order}'`)],
  },
  {
    path: () => '/certificates/',
    as: 'buyer',
    sql: ({ buyer }) => [
      `select count(*) from certificate c join licence_order o on o.id = c.order_id where o.buyer_id = ${buyer} and c.state <> 'DRAFT'`,
      `${licences(`c.state <> 'DRAFT' and c.order_id in (select id from licence_order where buyer_id = ${buyer})`)} limit 10`,
    ],
  },
  {
    path: ({ certificate }) => `/certificates/${certificate}/`,
    as: 'buyer',
    sql: ({ certificate }) => [licences(`c.id = '${certificate}'`)],
  },
  {
    path: () => '/income/total/',
    as: 'seller',
    sql: ({ sellerUuid, seller }) => [
      `select -sum(fen) from ledger_line where account_code = 'seller-payable:${sellerUuid}'`,
      `select count(*), sum(income_fen), count(*) filter (where issued_at >= date_trunc('month', now())),
       sum(income_fen) filter (where issued_at >= date_trunc('month', now())) from certificate where seller_id = ${seller} and state = 'ISSUED'`,
    ],
  },
];
