// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/divisions.h"

#include <QFile>
#include <QHash>

namespace busheng {
namespace {

QHash<QString, QString> readTable()
{
    QFile csv(QStringLiteral(":/busheng/gbt2260/divisions.csv"));
    const bool isThere = csv.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "divisions", "the table is built into the program");
    QHash<QString, QString> table{{QStringLiteral("100000"), QStringLiteral("人力资源社会保障部")}};
    for (const QString& line : QString::fromUtf8(csv.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        const QString code = line.section(u',', 0, 0);
        if (code != u"code")
            table.insert(code, line.section(u',', 1).trimmed());
    }
    return table;
}

} // namespace

QString divisionName(const QString& code)
{
    static const QHash<QString, QString> table = readTable();
    return table.value(code);
}

} // namespace busheng
