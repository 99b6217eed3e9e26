// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-bench-console: the window of a node whose engine is at its limit, in one process. Never part of a timed test.
// ./dev bench console [--json FILE]
#include "app/cli/await.h"
#include "app/console/engine_thread.h"
#include "engine/base/process_info.h"
#include "engine/host/data_directory.h"
#include "engine/journal/journal.h"
#include "engine/localapi/remote_engine.h"
#include "tests/bench/bench.h"
#include "tests/gui/watched_application.h"
#include "tests/support/two_nodes.h"
#include "ui/application_style.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/table_picker.h"
#include "ui/main_window.h"
#include "ui/pages/ledger_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/navigation_bar.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

namespace {

using namespace busheng;
using bench::Goal;
using bench::Row;

constexpr int kLinks = 500;
constexpr int kTables = 5'000;
constexpr int kClickEveryMs = 150;
constexpr int kPatienceMs = 60'000;
constexpr qint64 kLedgerBatch = 10'000;
constexpr int kPagesScrolled = 200;
constexpr double kUsPerMs = 1000;

/// Tells when something within a widget was painted.
class PaintSpy : public QObject {
public:
    explicit PaintSpy(const QWidget& within) : m_within(within) { qApp->installEventFilter(this); }
    bool hasPainted() const { return m_hasPainted; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = event->type() == QEvent::Paint ? qobject_cast<QWidget*>(watched) : nullptr;
        if (widget != nullptr && (widget == &m_within || m_within.isAncestorOf(widget)))
            m_hasPainted = true;
        return false;
    }

private:
    const QWidget& m_within;
    bool m_hasPainted = false;
};

void spinFor(int ms)
{
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
}

bool spinUntil(const std::function<bool()>& isReached)
{
    QElapsedTimer time;
    time.start();
    while (!isReached() && time.elapsed() < kPatienceMs)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    return isReached();
}

/// From the click to the end of the painting that shows the page.
double clickToPaintMs(MainWindow& window, int page)
{
    QAbstractButton* const button = window.navigation().button(page);
    QElapsedTimer time;
    const PaintSpy spy(*window.centralWidget());
    time.start();
    button->click();
    while (!spy.hasPainted() && time.elapsed() < kPatienceMs)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    return double(time.nsecsElapsed()) / 1e6;
}

/// Writes into the source without a pause until it is stopped; how many rows.
class Writer {
public:
    explicit Writer(test::TwoNodes& nodes)
        : m_thread([this, &nodes](const std::stop_token& stop) {
              for (qint64 first = 10'000'000; !stop.stop_requested(); first += kBatch) {
                  const auto written = nodes.change(
                      QStringLiteral(
                          "BEGIN; WITH RECURSIVE n(i) AS (SELECT %1 UNION ALL SELECT i + 1 FROM n WHERE i < %2)"
                          " INSERT INTO person SELECT i, '新增' || i, '340100', i / 7.0, randomblob(20), NULL"
                          " FROM n; COMMIT;")
                          .arg(first)
                          .arg(first + kBatch - 1));
                  if (!written)
                      return;
                  m_rows += kBatch;
              }
          })
    {
    }
    qint64 rows() const { return m_rows; }

private:
    static constexpr qint64 kBatch = 2'000;
    std::atomic<qint64> m_rows = 0;
    std::jthread m_thread; ///< last: joined before the rest is gone
};

/// `lines` of packets in the ledger of a node that does not run.
Result<> fillLedger(const QString& dataDirectory, qint64 lines)
{
    ENGINE_TRY_AS(const auto directory, DataDirectory::open(dataDirectory));
    ENGINE_TRY_AS(const auto journal, Journal::open(directory->journal()));
    for (qint64 at = 0; at < lines; at += kLedgerBatch) {
        std::vector<LedgerEntry> batch;
        for (qint64 i = at; i < std::min(lines, at + kLedgerBatch); ++i) {
            LedgerEntry entry;
            entry.stream = QStringLiteral("340000>100000/9");
            entry.direction = QStringLiteral("in");
            entry.sequence = quint64(i) + 1;
            entry.outcome = QStringLiteral("applied");
            entry.digest = QStringLiteral("%1").arg(i, 64, 16, QLatin1Char('0'));
            entry.changes = 1000;
            entry.plainBytes = 100'000;
            entry.sealedBytes = 20'000;
            entry.utcMs = 1'760'000'000'000 + i;
            batch.push_back(entry);
        }
        ENGINE_TRY(journal->appendLedger(batch));
    }
    return {};
}

Result<> makeWideSource(const QString& path)
{
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, path));
    QString sql = QStringLiteral("BEGIN;");
    for (int i = 0; i < kTables; ++i)
        sql += QStringLiteral("CREATE TABLE ab%1 (aac001 INTEGER PRIMARY KEY, aae036 TEXT);")
                   .arg(i, 4, 10, QLatin1Char('0'));
    return database->execute(sql + QStringLiteral("COMMIT;"));
}

Result<> addLinks(EngineApi& engine)
{
    for (int i = 0; i < kLinks - 1; ++i) {
        LinkConfig link;
        link.peerCode = QStringLiteral("%1").arg(410'000 + i, 6);
        link.enabled = false;
        ENGINE_TRY(cli::await<>([&](auto reply) { engine.settings().addLink(link, reply); }));
    }
    return {};
}

struct Clicks {
    std::vector<double> ms;
    double at(double share)
    {
        std::ranges::sort(ms);
        return ms.empty() ? -1 : ms[std::min(ms.size() - 1, std::size_t(double(ms.size()) * share))];
    }
};

class ConsoleBench {
public:
    ConsoleBench(test::WatchedApplication& application, int seconds, qint64 ledger)
        : m_application(application), m_seconds(seconds), m_ledger(ledger)
    {
    }

    Result<std::vector<Row>> run()
    {
        if (!m_nodes.isValid())
            return fail(ErrorCode::Internal, m_nodes.failure());
        ENGINE_TRY(prepare());
        EngineThread ministry([] {});
        ENGINE_TRY(ministry.start(m_nodes.ministry().dataDirectory()));
        ENGINE_TRY(m_nodes.province().start());
        ENGINE_TRY_AS(const auto engine, RemoteEngine::attach(m_nodes.ministry().dataDirectory()));
        const Writer writer(m_nodes);
        QSettings settings(m_nodes.path(QStringLiteral("settings.ini")), QSettings::IniFormat);
        QElapsedTimer time;
        time.start();
        MainWindow window(*engine, settings);
        const PaintSpy spy(*window.centralWidget());
        window.resize(1366, 768);
        window.show();
        spinUntil([&] { return spy.hasPainted() && !window.overview().subscriptions().selectedKey().isEmpty(); });
        add("first window, with its flows", double(time.elapsed()), "ms", {Goal::Of::OursAtMost, 1000});
        click(window, writer);
        scrollLedger(window);
        ENGINE_TRY(openTables(window));
        add("longest event, processor time", double(m_application.longestUs()) / kUsPerMs, "ms",
            {Goal::Of::OursAtMost, 50});
        add("peak memory, window and engine", double(peakResidentBytes()) / (1 << 20), "MiB",
            {Goal::Of::OursAtMost, 400});
        std::printf("%s\n", qPrintable(m_application.report()));
        return m_rows;
    }

private:
    /// A subscription that is live, and then everything that makes lists long.
    Result<> prepare()
    {
        ENGINE_TRY(m_nodes.startBoth());
        ENGINE_TRY(m_nodes.configure());
        ENGINE_TRY(m_nodes.waitForState(SubscriptionState::Live));
        ENGINE_TRY(addLinks(m_nodes.ministry().engine()));
        const QString wide = m_nodes.path(QStringLiteral("wide.sqlite"));
        ENGINE_TRY(makeWideSource(wide));
        ENGINE_TRY(cli::await<>([&](auto reply) {
            m_nodes.ministry().engine().settings().addSource({QStringLiteral("wide"), QStringLiteral("sqlite"), wide},
                                                             reply);
        }));
        for (cli::NodeProcess* node : {&m_nodes.ministry(), &m_nodes.province()})
            ENGINE_TRY(node->stop());
        return fillLedger(m_nodes.ministry().dataDirectory(), m_ledger);
    }

    void click(MainWindow& window, const Writer& writer)
    {
        Clicks clicks;
        const qint64 rowsBefore = writer.rows();
        QElapsedTimer time;
        time.start();
        for (int turn = 0; time.elapsed() < m_seconds * 1000; ++turn) {
            clicks.ms.push_back(clickToPaintMs(window, turn % int(ConsolePage::Settings)));
            spinFor(kClickEveryMs);
        }
        add("rows written at the source", double(writer.rows() - rowsBefore) * 1000 / double(time.elapsed()), "rows/s");
        add("click to paint, half of them", clicks.at(0.5), "ms");
        add("click to paint, the slowest", clicks.at(1), "ms", {Goal::Of::OursAtMost, 100});
    }

    void scrollLedger(MainWindow& window)
    {
        window.showPage(ConsolePage::Ledger);
        QTableView& table = *window.ledger().table();
        spinUntil([&] { return table.model()->rowCount() > 0; });
        Clicks steps;
        for (int page = 0; page < kPagesScrolled; ++page) {
            const PaintSpy spy(table);
            QElapsedTimer time;
            time.start();
            table.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
            spinUntil([&] { return spy.hasPainted() || time.elapsed() > 500; });
            steps.ms.push_back(double(time.nsecsElapsed()) / 1e6);
        }
        add("a page of the ledger, the slowest", steps.at(1), "ms", {Goal::Of::OursAtMost, 100});
    }

    Result<> openTables(MainWindow& window)
    {
        window.showPage(ConsolePage::Overview);
        QElapsedTimer time;
        time.start();
        window.overview().subscriptions().publishButton()->click();
        const auto* const form = window.findChild<DatasetForm*>();
        if (form == nullptr || !spinUntil([&] { return form->source()->count() > 0; }))
            return fail(ErrorCode::Internal, QStringLiteral("the form did not open"));
        form->source()->setCurrentIndex(form->source()->findData(QStringLiteral("wide")));
        if (!spinUntil([&] { return form->tables()->list()->model()->rowCount() == kTables; }))
            return fail(ErrorCode::Internal, QStringLiteral("the tables did not come"));
        add("5,000 tables to choose from", double(time.elapsed()), "ms", {Goal::Of::OursAtMost, 2000});
        return {};
    }

    void add(const char* name, double value, const char* unit, const Goal& goal = {})
    {
        m_rows.push_back({QString::fromLatin1(name), value, std::nullopt, QString::fromLatin1(unit), goal});
        const auto reached = m_rows.back().isGoalReached();
        std::printf("%-34s %10.1f %-7s %s %s\n", name, value, unit, qPrintable(goal.text()),
                    !reached   ? ""
                    : *reached ? "met"
                               : "MISS");
        std::fflush(stdout);
    }

    test::WatchedApplication& m_application;
    int m_seconds;
    qint64 m_ledger;
    test::TwoNodes m_nodes{10'000};
    std::vector<Row> m_rows;
};

} // namespace

int main(int argc, char** argv)
{
    test::WatchedApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption jsonFile(QStringLiteral("json"), QString(), QStringLiteral("FILE"));
    const QCommandLineOption seconds(QStringLiteral("seconds"), QString(), QStringLiteral("N"), QStringLiteral("30"));
    const QCommandLineOption ledger(QStringLiteral("ledger"), QString(), QStringLiteral("N"),
                                    QStringLiteral("1000000"));
    parser.addOptions({jsonFile, seconds, ledger});
    parser.process(application);
    const auto rows = ConsoleBench(application, parser.value(seconds).toInt(), parser.value(ledger).toLongLong()).run();
    if (!rows) {
        std::fprintf(stderr, "bench: console: %s\n", qPrintable(rows.error().toString()));
        return 2;
    }
    QJsonArray json;
    for (const Row& row : *rows)
        json.append(QJsonObject{{QStringLiteral("name"), row.name},
                                {QStringLiteral("ours"), row.ours.value_or(-1)},
                                {QStringLiteral("goal"), row.goal.text()},
                                {QStringLiteral("unit"), row.unit}});
    QFile file(parser.value(jsonFile));
    if (!parser.isSet(jsonFile))
        return 0;
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson()) < 0) {
        std::fprintf(stderr, "bench: %s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
        return 2;
    }
    return 0;
}
