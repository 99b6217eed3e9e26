// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_quoting.h"

namespace busheng {

QString myQuoted(const QString& identifier)
{
    QString quoted = identifier;
    quoted.replace(u'`', QStringLiteral("``"));
    return u'`' + quoted + u'`';
}

QString myLiteral(const QString& text)
{
    return text.isEmpty() ? QStringLiteral("''")
                          : QStringLiteral("_utf8mb4 X'%1'").arg(QString::fromLatin1(text.toUtf8().toHex()));
}

QString myQuotedTable(const QString& qualifiedName)
{
    const qsizetype dot = qualifiedName.indexOf(u'.');
    return dot < 0 ? myQuoted(qualifiedName)
                   : myQuoted(qualifiedName.left(dot)) + u'.' + myQuoted(qualifiedName.mid(dot + 1));
}

QString myQualified(const QString& table, const QString& database)
{
    return table.contains(u'.') ? table : database + u'.' + table;
}

} // namespace busheng
