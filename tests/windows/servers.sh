# SPDX-License-Identifier: GPL-3.0-or-later
# A MariaDB and a PostgreSQL of this machine for programs under wine, which reach them over the loopback. Sourced by the trial, as root;
# wants $work. Gives: start_servers, stop_servers, ask_maria, ask_pg, $maria_port, $pg_port.
servers=()
has_servers() { [ "$(id -u)" -eq 0 ] && [ -x /usr/sbin/mariadbd ] && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
as() { setpriv --reuid "$1" --regid "$(id -g "$1")" --init-groups "${@:2}"; }
ask_maria() { mariadb --no-defaults --socket "$maria_folder/my.sock" -u root -N -B -e "$1" rsxt; }
ask_pg() { "$pg_bin/psql" -h "$pg_folder" -p "$pg_port" -U postgres -d rsxt -qAt -c "$1"; }

start_servers() {
    # Not beneath $work: their users may not pass through it.
    maria_folder=$(mktemp -d /var/tmp/busheng-maria.XXXXXX) pg_folder=$(mktemp -d /var/tmp/busheng-pg.XXXXXX)
    chown mysql "$maria_folder" && chown postgres "$pg_folder"
    maria_port=$(free_port) pg_port=$(free_port) pg_bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/postgres | tail -n 1)")
    as mysql env TMPDIR="$maria_folder" mariadb-install-db --no-defaults --datadir="$maria_folder/data" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve >"$work/maria.log" 2>&1 || { cat "$work/maria.log" >&2; fail "no MariaDB could be made"; }
    (cd "$maria_folder" && exec setpriv --reuid mysql --regid "$(id -g mysql)" --init-groups mariadbd --no-defaults --datadir="$maria_folder/data" --socket="$maria_folder/my.sock" \
        --pid-file="$maria_folder/pid" --tmpdir="$maria_folder" --port="$maria_port" --bind-address=127.0.0.1 --skip-name-resolve --server-id=7 --log-bin=binlog \
        --binlog-format=ROW --binlog-row-metadata=FULL --character-set-server=utf8mb4) >>"$work/maria.log" 2>&1 &
    servers+=($!)
    (cd "$pg_folder" && as postgres "$pg_bin/initdb" -D "$pg_folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync) >"$work/pg.log" 2>&1 || { cat "$work/pg.log" >&2; fail "no PostgreSQL could be made"; }
    printf "wal_level = logical\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '%s'\n" "$pg_folder" >>"$pg_folder/data/postgresql.auto.conf"
    (cd "$pg_folder" && exec setpriv --reuid postgres --regid "$(id -g postgres)" --init-groups "$pg_bin/postgres" -D "$pg_folder/data" -p "$pg_port") >>"$work/pg.log" 2>&1 &
    servers+=($!)
    wait_for 60 "MariaDB answers" mariadb --no-defaults --socket "$maria_folder/my.sock" -u root -e 'CREATE DATABASE rsxt'
    wait_for 60 "PostgreSQL answers" "$pg_bin/psql" -h "$pg_folder" -p "$pg_port" -U postgres -d postgres -qc 'CREATE DATABASE rsxt'
}

stop_servers() {
    local server
    for server in "${servers[@]}"; do kill "$server" 2>/dev/null && { wait "$server" || true; }; done
    servers=()
    rm -rf "${maria_folder:-}" "${pg_folder:-}"
}
