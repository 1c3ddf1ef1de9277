/**
 * Everything derived from the one application secret: encryption of what is shown again, hashing of visitors' ids, signing
 * of sessions. Each use has a key of its own (HKDF), so that one use never weakens another.
 */
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { processWide } from './process-wide';

export type Secrets = {
  /** AES-256-GCM; the answer is base64url of nonce, tag and text. */
  encrypt(text: string): string;
  /** Throws when the text was not encrypted under this secret. */
  decrypt(encrypted: string): string;
  /** A visitor's id as it is stored: 128 bits in UUID form, different in every workspace and for every kind of id. */
  hashAlias(workspaceId: string, kind: 'anonymous' | 'user', id: string): string;
  /** The secret that signs session cookies. */
  sessionSecret: string;
};

export function deriveSecrets(appSecret: string): Secrets {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', appSecret, '', `abmatic ${use}`, 32));
  const encryptionKey = derive('encryption');
  const aliasKey = derive('alias').toString('hex');
  return {
    encrypt(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt(encrypted) {
      const bytes = Buffer.from(encrypted, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    // One SHA-256 with the key in front. Only 128 of 256 bits are kept, so a longer input cannot be appended to a digest.
    hashAlias: (workspaceId, kind, id) => asUuid(hash('sha256', `${aliasKey}\n${workspaceId}\n${kind}\n${id}`, 'hex')),
    sessionSecret: derive('session').toString('hex'),
  };
}

/** The first 128 bits of a hex digest in the form of PostgreSQL's uuid type. */
export function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The secrets of this process; boot sets them. */
export function secrets(): Secrets {
  return processWide<Secrets>('secrets', () => {
    throw new Error('The application secret is not known yet: boot() has not run.');
  });
}

/** Called by boot, and by tests, before anything needs a secret. */
export function setSecrets(appSecret: string): Secrets {
  return processWide('secrets', () => deriveSecrets(appSecret));
}
