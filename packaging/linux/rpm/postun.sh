# The data stay: rpm cannot ask, and the ledger is evidence.
if [ "$1" -eq 0 ] && [ -d /var/lib/busheng ]; then
    echo "busheng: the node's data stay in /var/lib/busheng, its log in /var/log/busheng" >&2
    echo "busheng: 节点数据保留在 /var/lib/busheng，日志保留在 /var/log/busheng" >&2
fi
exit 0
