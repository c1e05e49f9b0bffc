/**
 * The completion scripts. They hold no list of commands: each asks the program, so that an update of the program needs no
 * new script. What the program offers are plain words, which no shell has to quote.
 */
export const completionShells = ["bash", "zsh", "fish"] as const;
export type CompletionShell = (typeof completionShells)[number];

/** @param program the program's name, as it is called */
export function completionScript(shell: CompletionShell, program: string): string {
  switch (shell) {
    case "bash":
      return bashScript(program);
    case "zsh":
      return zshScript(program);
    case "fish":
      return fishScript(program);
  }
}

/** Bash splits words at colons, of which profile ids are full: the line is split anew, and what stands already is not repeated. */
function bashScript(program: string): string {
  const name = functionName(program);
  return `# bash completion for ${program}. Load it with: source <(${program} completion bash)
${name}() {
  local line="\${COMP_LINE:0:COMP_POINT}" last candidate stem mark start
  local -a words
  COMPREPLY=()
  IFS=$' \\t\\n' read -r -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  (( \${#words[@]} > 1 )) || return 0
  last="\${words[\${#words[@]}-1]}"
  stem=""
  for mark in : =; do
    if [[ $COMP_WORDBREAKS == *"$mark"* && $last == *"$mark"* ]]; then
      start="\${last%"\${last##*"$mark"}"}"
      (( \${#start} > \${#stem} )) && stem="$start"
    fi
  done
  while IFS=$'\\t' read -r candidate _; do
    COMPREPLY+=("\${candidate#"$stem"}")
  done < <("\${words[0]}" __complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F ${name} ${program}
`;
}

function zshScript(program: string): string {
  const name = functionName(program);
  return `#compdef ${program}
# zsh completion for ${program}. Load it with: source <(${program} completion zsh)
${name}() {
  local -a candidates described
  local line
  candidates=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${candidates[@]}"; do
    [[ -n $line ]] || continue
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${\${line#*$'\\t'}#$line}")
  done
  _describe -V '${program}' described
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

function fishScript(program: string): string {
  const name = functionName(program);
  return `# fish completion for ${program}. Load it with: ${program} completion fish | source
function ${name}
    set -l tokens (commandline -opc)
    set -l last (commandline -ct)
    $tokens[1] __complete -- $tokens[2..-1] "$last" 2>/dev/null
end
complete -c ${program} -f -a '(${name})'
`;
}

function functionName(program: string): string {
  return `_${program.replace(/\W/g, "_")}`;
}
