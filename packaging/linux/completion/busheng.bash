# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for busheng-node and busheng-client. The words come from the programs' own --help, so that they are always its.

_busheng_usage() { # program -> one command a line, without the program's name
    "$1" --help --lang en 2>/dev/null | sed -n -e 's/^ *usage: *//' -e 's/^ *//' -e "s/^busheng-[a-z]* *//" -e '/^[a-z]/p'
}

_busheng() {
    local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    case $previous in
    --data | --dir | --directory | --demo-authority | --lists)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        compopt -o filenames
        return
        ;;
    --to | --from-file | --csv | --json | --passphrase-file)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames
        return
        ;;
    --lang)
        mapfile -t COMPREPLY < <(compgen -W 'zh_CN en' -- "$current")
        return
        ;;
    esac
    # The words of the command so far, without options and their values.
    local words=() at skip=no
    for ((at = 1; at < COMP_CWORD; at++)); do
        if [[ $skip == yes ]]; then
            skip=no
        elif [[ ${COMP_WORDS[at]} == --data || ${COMP_WORDS[at]} == --lang ]]; then
            skip=yes
        elif [[ ${COMP_WORDS[at]} != -* ]]; then
            words+=("${COMP_WORDS[at]}")
        fi
    done
    local usage candidates
    usage=$(_busheng_usage "$program")
    if [[ $current == -* ]]; then
        # The options of the commands that begin as what was typed, and those that all commands have.
        candidates=$(grep -E "^${words[0]:-}( |\$)" <<<"$usage" | grep -E "^${words[0]:-} ${words[1]:-}" | grep -oE -- '--[a-z][a-z-]*')
        candidates+=" --data --lang --json --help --version"
    else
        # The word at this place in each command that begins as what was typed; capitals stand for something else.
        candidates=$(awk -v typed="${words[*]}" -v place=$((${#words[@]} + 1)) '
            { head = ""; for (i = 1; i < place; i++) head = head (i > 1 ? " " : "") $i }
            head == typed && $place ~ /^[a-z][a-z|-]*$/ { gsub(/\|/, "\n", $place); print $place }' <<<"$usage" | sort -u)
        if [[ -z $candidates ]]; then
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            compopt -o filenames
            return
        fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
}

complete -F _busheng busheng-node busheng-client
