[ -d /var/lib/busheng ] || install -d -o busheng -g busheng -m 0710 /var/lib/busheng
[ -d /var/log/busheng ] || install -d -o busheng -g busheng -m 0750 /var/log/busheng
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || :
    if [ "$1" -eq 1 ]; then systemctl enable busheng-node.service || :; else systemctl try-restart busheng-node.service || :; fi
fi
exit 0
