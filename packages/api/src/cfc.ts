/**
 * Confidentiality and integrity. The wrappers are transparent to the type checker; the compiler
 * carries them into the schema's `ifc`.
 */

/**
 * A value with labels.
 *
 * @example
 * ```ts
 * interface Input { note: Cfc<string, { confidentiality: ["private"] }> }
 * ```
 */
export type Cfc<T, _Labels = unknown> = T;

/**
 * A value that only those may read who hold the labels.
 *
 * @example
 * ```ts
 * interface Input { diagnosis: Confidential<string, ["medical"]> }
 * ```
 */
export type Confidential<T, _Labels = unknown> = T;

/**
 * A place that takes only values endorsed with the labels.
 *
 * @example
 * ```ts
 * interface Input { amount: RequiresIntegrity<number, ["reviewed"]> }
 * ```
 */
export type RequiresIntegrity<T, _Labels = unknown> = T;

/**
 * A value that is endorsed with the labels where it is written.
 *
 * @example
 * ```ts
 * interface Output { amount: AddIntegrity<number, ["reviewed"]> }
 * ```
 */
export type AddIntegrity<T, _Labels = unknown> = T;

/**
 * A place that only the named handler may write.
 *
 * @example
 * ```ts
 * interface Input { balance: WriteAuthorizedBy<number, typeof transfer> }
 * ```
 */
export type WriteAuthorizedBy<T, _Handler = unknown> = T;

/**
 * A place that is written only by a person's action in a trusted view: any, the named action, or
 * that action on the named surface.
 *
 * @example
 * ```ts
 * interface Input { consent: TrustedActionWrite<boolean, "confirm", "settings"> }
 * ```
 */
export type TrustedActionWrite<T, _Action = unknown, _Surface = unknown> = T;

/**
 * A value that stands for the user who is looking.
 *
 * @example
 * ```ts
 * interface Input { me: RepresentsCurrentUser<Profile> }
 * ```
 */
export type RepresentsCurrentUser<T, _Proof = unknown> = T;
