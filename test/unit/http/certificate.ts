import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate for a name, made when it is needed, so that no key lies about. X.509 v3; RFC 5280. */
export function makeCertificate(name: string, validFrom: Date, validTo: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  const subject = sequence(set(sequence(commonName, text(name))));
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sequence(ecdsaWithSha256),
    subject,
    sequence(time(validFrom), time(validTo)),
    subject,
    publicKey,
    tagged(0xa3, sequence(sequence(subjectAltName, octets(sequence(tagged(0x82, Buffer.from(name))))))),
  );
  const signature = sign("sha256", toBeSigned, createPrivateKey(privateKey));
  const whole = sequence(toBeSigned, sequence(ecdsaWithSha256), tagged(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey,
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}

const ecdsaWithSha256 = identifier("2a8648ce3d040302");
const commonName = identifier("550403");
const subjectAltName = identifier("551d11");

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function identifier(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function text(content: string): Buffer {
  return tagged(0x0c, Buffer.from(content));
}

function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d{3}/g, "")));
}
