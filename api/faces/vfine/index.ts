import type { FaceModule } from '#api/kernel/mount.ts';
import { vfine } from './face.ts';
import { adminIdentificationRoutes } from './routes/admin-identifications.ts';
import { adminRefundRoutes } from './routes/admin-refunds.ts';
import { adminTakeoutRoutes } from './routes/admin-takeouts.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { bannerRoutes } from './routes/banners.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { cartRoutes } from './routes/cart.ts';
import { categoryRoutes } from './routes/categories.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { followRoutes } from './routes/follows.ts';
import { groupRoutes } from './routes/groups.ts';
import { identificationRoutes } from './routes/identification.ts';
import { incomeRoutes } from './routes/income.ts';
import { messageRoutes } from './routes/messages.ts';
import { musicianRoutes } from './routes/musicians.ts';
import { orderRoutes } from './routes/orders.ts';
import { paymentRoutes } from './routes/payments.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { payAccountRoutes } from './routes/pay-accounts.ts';
import { purchaseRoutes } from './routes/purchases.ts';
import { realNameRoutes } from './routes/real-names.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { storageRoutes } from './routes/storage.ts';
import { songRoutes } from './routes/songs.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { mediaRoutes } from './routes/media.ts';
import { workRoutes } from './routes/works.ts';
import { takeoutRoutes } from './routes/takeouts.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { collectionRoutes } from './routes/collections.ts';
import { userRoutes } from './routes/users.ts';

export const vfineFace: FaceModule = {
  face: vfine,
  operations: [
    ...authRoutes,
    ...userRoutes,
    ...credentialRoutes,
    ...followRoutes,
    ...musicianRoutes,
    ...messageRoutes,
    ...identificationRoutes,
    ...adminIdentificationRoutes,
    ...categoryRoutes,
    ...bannerRoutes,
    ...groupRoutes,
    ...suggestionRoutes,
    ...songRoutes,
    ...certificateRoutes,
    ...realNameRoutes,
    ...payAccountRoutes,
    ...incomeRoutes,
    ...takeoutRoutes,
    ...adminTakeoutRoutes,
    ...reconciliationRoutes,
    ...ledgerRoutes,
    ...auditRoutes,
    ...storageRoutes,
    ...cartRoutes,
    ...orderRoutes,
    ...paymentRoutes,
    ...purchaseRoutes,
    ...adminRefundRoutes,
    ...workRoutes,
    ...catalogueRoutes,
    ...collectionRoutes,
    ...mediaRoutes,
  ],
};
