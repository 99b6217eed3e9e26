// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/divisions.h"

#include <QFile>
#include <QHash>
#include <QStringList>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kProvinceDigits = 2;
constexpr qsizetype kCityDigits = 4;
constexpr qsizetype kCodeDigits = 6;

std::vector<Division> readTable()
{
    QFile csv(QStringLiteral(":/busheng/gbt2260/divisions.csv"));
    const bool isThere = csv.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isThere, "divisions", "the table is built into the program");
    std::vector<Division> table{{QStringLiteral("100000"), QStringLiteral("人力资源社会保障部")}};
    for (const QString& line : QString::fromUtf8(csv.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        const QString code = line.section(u',', 0, 0);
        if (code != u"code")
            table.push_back({code, line.section(u',', 1).trimmed()});
    }
    std::ranges::sort(table, {}, &Division::code);
    return table;
}

} // namespace

const std::vector<Division>& divisions()
{
    static const std::vector<Division> table = readTable();
    return table;
}

QString divisionName(const QString& code)
{
    static const QHash<QString, QString> byCode = [] {
        QHash<QString, QString> names;
        for (const Division& division : divisions())
            names.insert(division.code, division.name);
        return names;
    }();
    return byCode.value(code);
}

QString divisionPath(const QString& code)
{
    // What stands between a province and its areas only in the table, and tells a reader nothing.
    static const QStringList kCollective = {QStringLiteral("市辖区"), QStringLiteral("县"),
                                            QStringLiteral("省直辖县级行政区划"),
                                            QStringLiteral("自治区直辖县级行政区划")};
    QStringList parts;
    QString lastCode;
    for (const qsizetype digits : {kProvinceDigits, kCityDigits, kCodeDigits}) {
        const QString above = code.left(digits).leftJustified(kCodeDigits, u'0');
        const QString name = divisionName(above);
        if (name.isEmpty() || above == lastCode || (above != code && kCollective.contains(name)))
            continue;
        lastCode = above;
        parts.append(name);
    }
    return parts.join(u' ');
}

} // namespace busheng
