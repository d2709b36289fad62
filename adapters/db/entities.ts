import { KeyedRequest } from '#domain/idempotency/keyed-request.entity.ts';
import { Attempt } from '#domain/accounts/attempt.entity.ts';
import { ContactCode } from '#domain/accounts/contact-code.entity.ts';
import { Group } from '#domain/accounts/group.entity.ts';
import { Message } from '#domain/accounts/message.entity.ts';
import { PasswordReset } from '#domain/accounts/password-reset.entity.ts';
import { ResetAttempt } from '#domain/accounts/reset-attempt.entity.ts';
import { Session } from '#domain/accounts/session.entity.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { WeixinIdentity } from '#domain/accounts/weixin-identity.entity.ts';
import { AlbumUpload } from '#domain/albums/album-upload.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { Banner } from '#domain/catalog/banner.entity.ts';
import { Bgm } from '#domain/dubbing/bgm.entity.ts';
import { RoleClaim, WorksInvite, WorksMember } from '#domain/dubbing/member.entity.ts';
import { Recording } from '#domain/dubbing/recording.entity.ts';
import { DubbingTask } from '#domain/dubbing/task.entity.ts';
import { Video, VideoRole } from '#domain/dubbing/video.entity.ts';
import { Works } from '#domain/dubbing/works.entity.ts';
import { Comment } from '#domain/community/comment.entity.ts';
import { LedgerAccount, LedgerEntry, LedgerLine } from '#domain/ledger/ledger.entity.ts';
import { PayAccount } from '#domain/payouts/pay-account.entity.ts';
import { Takeout } from '#domain/payouts/takeout.entity.ts';
import { Follow } from '#domain/musicians/follow.entity.ts';
import { Like } from '#domain/community/like.entity.ts';
import { Post } from '#domain/community/post.entity.ts';
import { ExampleSong } from '#domain/songs/example-song.entity.ts';
import { SongFingerprint } from '#domain/songs/song-fingerprint.entity.ts';
import { Suggestion } from '#domain/community/suggestion.entity.ts';
import { CartItem } from '#domain/orders/cart-item.entity.ts';
import { Certificate } from '#domain/orders/certificate.entity.ts';
import { Order } from '#domain/orders/order.entity.ts';
import { PaymentNotice } from '#domain/orders/payment-notice.entity.ts';
import { PurchaseApplication } from '#domain/orders/purchase.entity.ts';
import { Refund } from '#domain/orders/refund.entity.ts';
import { BillDay, BillRow, ReconciliationCase } from '#domain/reconciliation/reconciliation.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { Upload, UploadPermission } from '#domain/uploads/upload.entity.ts';
import { RealName } from '#domain/verification/real-name.entity.ts';
import { Verification } from '#domain/verification/verification.entity.ts';
import { Collection } from '#domain/works/collection.entity.ts';
import { Work } from '#domain/works/work.entity.ts';

/** Every table of the application. */
export const entities = [
  User,
  Session,
  KeyedRequest,
  Attempt,
  Message,
  Audit,
  ContactCode,
  Verification,
  Album,
  AlbumUpload,
  WeixinIdentity,
  Video,
  VideoRole,
  Bgm,
  Works,
  PasswordReset,
  ResetAttempt,
  Post,
  Comment,
  Like,
  Follow,
  Recording,
  DubbingTask,
  WorksInvite,
  WorksMember,
  RoleClaim,
  Banner,
  Group,
  Suggestion,
  RealName,
  Work,
  SongFingerprint,
  ExampleSong,
  Order,
  Certificate,
  CartItem,
  Refund,
  PaymentNotice,
  PurchaseApplication,
  LedgerAccount,
  LedgerEntry,
  LedgerLine,
  Collection,
  Upload,
  UploadPermission,
  PayAccount,
  Takeout,
  BillRow,
  BillDay,
  ReconciliationCase,
];
