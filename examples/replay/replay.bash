# Completion of replay's options in bash.
_replay() {
  local word=${COMP_WORDS[COMP_CWORD]}
  # A completion per line, because names may have blanks.
  case ${COMP_WORDS[COMP_CWORD - 1]} in
    --scheduler)
      mapfile -t COMPREPLY < <(compgen -W "auto planned step plateau pytorch keras optax dlib range patience \
        remaining_improvement marginal_improvement improvement_test every at" -- "$word")
      return
      ;;
    --plots)
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      return
      ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "--help --version --column --maximize --scheduler --untrained --list \
      --by-rate --observe --every --json --compare --plot --plots --suggest --regret --betas --windows \
      --tolerances" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _replay replay
