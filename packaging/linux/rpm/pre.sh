getent group busheng >/dev/null || groupadd --system busheng
getent passwd busheng >/dev/null || useradd --system --gid busheng --home-dir /var/lib/busheng --no-create-home --shell /sbin/nologin --comment "Busheng node" busheng
exit 0
