/** What an account can be reached by. */
export interface Contacts {
  phone: string | null;
  email: string | null;
}

/** What of a profile its owner changes; what is left out stays. */
export interface ProfileChange {
  gender?: number;
  intro?: string;
  phone?: string;
  email?: string;
}
