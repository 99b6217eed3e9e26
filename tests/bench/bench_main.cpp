// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <cstring>

int main(int argc, char** argv)
{
    using namespace busheng;
    const QString suite = argc > 1 && argv[1][0] != '-' ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("all");
    QString jsonPath;
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0)
            jsonPath = QString::fromLocal8Bit(argv[i + 1]);
    }
    if (suite != QStringLiteral("all") && suite != QStringLiteral("crypto")) {
        std::fprintf(stderr, "bench: no suite '%s'; there is: crypto\n", qPrintable(suite));
        return 2;
    }
    const auto rows = bench::benchCrypto();
    if (!rows) {
        std::fprintf(stderr, "bench: %s\n", qPrintable(rows.error().toString()));
        return 2;
    }
    QJsonArray json;
    for (const bench::Row& row : *rows) {
        std::printf("%-24s ours %9.1f  peer %9.1f  ratio %5.2f  %s\n", qPrintable(row.name), row.ours, row.peer,
                    row.ours / row.peer, qPrintable(row.unit));
        json.append(QJsonObject{{QStringLiteral("name"), row.name},
                                {QStringLiteral("ours"), row.ours},
                                {QStringLiteral("peer"), row.peer},
                                {QStringLiteral("ratio"), row.ours / row.peer},
                                {QStringLiteral("unit"), row.unit}});
    }
    if (jsonPath.isEmpty())
        return 0;
    QFile file(jsonPath);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson()) < 0) {
        std::fprintf(stderr, "bench: %s: %s\n", qPrintable(jsonPath), qPrintable(file.errorString()));
        return 2;
    }
    return 0;
}
