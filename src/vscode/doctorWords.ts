import type { Finding, FindingCode, FindingOf } from "../engine/reports/doctor/finding.ts";
import { configSayings } from "./doctorWords/config.ts";
import { credentialSayings } from "./doctorWords/credentials.ts";
import { fileSayings } from "./doctorWords/files.ts";
import type { Circumstances, FindingWords, Sayings } from "./doctorWords/findingWords.ts";
import { keychainSayings } from "./doctorWords/keychain.ts";
import { secretSayings } from "./doctorWords/secrets.ts";

const sayings: Sayings<FindingCode> = {
  ...fileSayings,
  ...credentialSayings,
  ...configSayings,
  ...secretSayings,
  ...keychainSayings,
};

/** Says a finding in the editor; where it is stands in the finding itself. */
export function findingWords(finding: Finding, circumstances: Circumstances): FindingWords {
  return say(finding, circumstances);
}

function say<C extends FindingCode>(finding: FindingOf<C>, circumstances: Circumstances): FindingWords {
  return sayings[finding.code](finding, circumstances);
}
