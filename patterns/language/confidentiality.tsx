/** Types that say who may know a value, and who vouches for it: they go into the schema as `ifc`. */
import {
  type AddIntegrity,
  type Cfc,
  computed,
  type Confidential,
  handler,
  pattern,
  type RepresentsCurrentUser,
  type RequiresIntegrity,
  Stream,
  type TrustedActionWrite,
  Writable,
  type WriteAuthorizedBy,
} from "commonfabric";

const pay = handler<number, { balance: Writable<number> }>((amount, { balance }) => {
  balance.set(balance.get() - amount);
});

export interface Visit {
  diagnosis: Confidential<string, ["medical"]>;
  fee: RequiresIntegrity<number, ["reviewed"]>;
  balance: Writable<WriteAuthorizedBy<number, typeof pay>>;
  patient: RepresentsCurrentUser<{ name: string }>;
  /** Given by a person in a view that is trusted with it. */
  consent: TrustedActionWrite<boolean>;
  note: Cfc<string, { confidentiality: ["private"] }>;
}

export interface Bill {
  summary: string;
  approved: AddIntegrity<number, ["reviewed"]>;
  balance: number;
  pay: Stream<number>;
}

export default pattern<Visit, Bill>(({ diagnosis, fee, balance, patient, note }) => ({
  summary: computed(() => `${patient.name}: ${diagnosis} (${note})`),
  approved: fee,
  balance,
  pay: pay({ balance }),
}));
