// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace {

using namespace busheng;

struct Suite {
    QString name;
    Result<std::vector<bench::Row>> (*run)(const bench::Options& options);
};

const std::vector<Suite>& suites()
{
    static const std::vector<Suite> all{
        {QStringLiteral("crypto"), bench::benchCrypto},   {QStringLiteral("link"), bench::benchLink},
        {QStringLiteral("files"), bench::benchFiles},     {QStringLiteral("postgres"), bench::benchPostgres},
        {QStringLiteral("mariadb"), bench::benchMariaDb}, {QStringLiteral("routes"), bench::benchRoutes},
        {QStringLiteral("unlike"), bench::benchUnlike},   {QStringLiteral("offline"), bench::benchOffline}};
    return all;
}

/// Four digits that matter, and no exponent.
QString shown(const std::optional<double>& value)
{
    if (!value)
        return QStringLiteral("-");
    return QString::number(*value, 'f', *value >= 1000 ? 0 : *value >= 10 ? 1 : 3);
}

QJsonValue inJson(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

void print(const bench::Row& row)
{
    const std::optional<bool> reached = row.isGoalReached();
    std::printf("%-28s ours %12s  peer %12s  ratio %8s  goal %-16s %-4s  %s%s\n", qPrintable(row.name),
                qPrintable(shown(row.ours)), qPrintable(shown(row.peer)), qPrintable(shown(row.ratio())),
                qPrintable(row.goal.text()),
                !reached   ? ""
                : *reached ? "met"
                           : "MISS",
                qPrintable(row.unit),
                qPrintable(row.failure.isEmpty() ? QString() : QStringLiteral("; failed: ") + row.failure));
}

QJsonObject toJson(const bench::Row& row)
{
    QJsonObject json{{QStringLiteral("name"), row.name},         {QStringLiteral("ours"), inJson(row.ours)},
                     {QStringLiteral("peer"), inJson(row.peer)}, {QStringLiteral("ratio"), inJson(row.ratio())},
                     {QStringLiteral("goal"), row.goal.text()},  {QStringLiteral("unit"), row.unit}};
    if (!row.failure.isEmpty())
        json[QStringLiteral("failure")] = row.failure;
    return json;
}

/// Runs the suites that `name` stands for. Returns the exit code: 1 when a line could not be measured.
int runSuites(const QString& name, const bench::Options& options, QJsonArray& json)
{
    int exitCode = 0;
    for (const Suite& suite : suites()) {
        if (name != QStringLiteral("all") && name != suite.name)
            continue;
        const auto rows = suite.run(options);
        if (!rows) {
            std::fprintf(stderr, "bench: %s: %s\n", qPrintable(suite.name), qPrintable(rows.error().toString()));
            return 2;
        }
        for (const bench::Row& row : *rows) {
            print(row);
            json.append(toJson(row));
            if (!row.failure.isEmpty())
                exitCode = 1;
        }
    }
    return exitCode;
}

bool isKnown(const QString& name)
{
    return name == QStringLiteral("all") ||
           std::ranges::any_of(suites(), [&](const Suite& suite) { return suite.name == name; });
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Measures Busheng against its peers, side by side in one run."));
    parser.addPositionalArgument(
        QStringLiteral("suite"),
        QStringLiteral("crypto, files, link, postgres, mariadb, offline, routes, unlike or all"));
    const QCommandLineOption jsonFile(QStringLiteral("json"), QStringLiteral("write the figures to FILE"),
                                      QStringLiteral("FILE"));
    const QCommandLineOption rounds(QStringLiteral("rounds"), QStringLiteral("how often; the median counts"),
                                    QStringLiteral("N"), QStringLiteral("3"));
    const QCommandLineOption rows(QStringLiteral("rows"), QStringLiteral("rows of the large workloads"),
                                  QStringLiteral("N"), QStringLiteral("1000000"));
    const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("these lines only"),
                                  QStringLiteral("NAME,..."));
    const QCommandLineOption side(QStringLiteral("side"), QStringLiteral("ours, peer or both"), QStringLiteral("SIDE"),
                                  QStringLiteral("both"));
    parser.addOptions({jsonFile, rounds, rows, only, side});
    parser.addHelpOption();
    parser.process(application);

    const QString suite = parser.positionalArguments().value(0, QStringLiteral("all"));
    bench::Options options;
    options.rounds = parser.value(rounds).toInt();
    options.rows = parser.value(rows).toLongLong();
    options.only = parser.value(only).split(u',', Qt::SkipEmptyParts);
    options.ours = parser.value(side) != QStringLiteral("peer");
    options.peer = parser.value(side) != QStringLiteral("ours");
    if (!isKnown(suite) || options.rounds < 1 || options.rows < 1000) {
        std::fprintf(stderr,
                     "bench: suite crypto, files, link, postgres, mariadb, offline, routes, unlike or all; --rounds 1 "
                     "or more; --rows 1000 or more\n");
        return 2;
    }
    QJsonArray json;
    const int exitCode = runSuites(suite, options, json);
    if (exitCode == 2 || !parser.isSet(jsonFile))
        return exitCode;
    QFile file(parser.value(jsonFile));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson()) < 0) {
        std::fprintf(stderr, "bench: %s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
        return 2;
    }
    return exitCode;
}
