import type { Area } from "../area.ts";
import { fieldsOf } from "../encoding.ts";
import { statusRules } from "./statusRules.ts";
import { runInWorld } from "./statusWorld.ts";

export const statusArea: Area = {
  file: "12-status",
  functions: {
    "": async (input) => {
      const { agent } = fieldsOf(input["opts"]);
      const asked = typeof agent === "string" ? ["--agent", agent] : [];
      const { stderr: _, ...answer } = await runInWorld(["status", "--json", "--check", ...asked], input);
      return answer;
    },
  },
  rules: statusRules,
};
