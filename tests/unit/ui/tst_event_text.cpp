// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "ui/text/event_catalogue.h"
#include "ui/text/event_text.h"
#include "ui/text/translator.h"

#include <QCoreApplication>
#include <QFile>
#include <QObject>
#include <QRegularExpression>

using namespace busheng;

/// The ids of both headers, and how many arguments its comment promises.
static QHash<QString, int> idsOfHeader()
{
    QHash<QString, int> ids;
    QString headers;
    for (const QString& name :
         {QStringLiteral("events.h"), QStringLiteral("upgrade_events.h"), QStringLiteral("standby_events.h"),
          QStringLiteral("operator_events.h"), QStringLiteral("comparison_events.h")}) {
        QFile header(QStringLiteral(BUSHENG_SOURCE_DIR) + QStringLiteral("/engine/model/") + name);
        if (!header.open(QIODevice::ReadOnly))
            return {};
        headers += QString::fromUtf8(header.readAll());
    }
    static const QRegularExpression line(QStringLiteral("^BUSHENG_EVENT\\((\\w+)\\);(.*)$"),
                                         QRegularExpression::MultilineOption);
    static const QRegularExpression argument(QStringLiteral("%(\\d)"));
    auto lines = line.globalMatch(headers);
    while (lines.hasNext()) {
        const QRegularExpressionMatch match = lines.next();
        int count = 0;
        auto arguments = argument.globalMatch(match.captured(2));
        while (arguments.hasNext())
            count = qMax(count, arguments.next().captured(1).toInt());
        ids.insert(match.captured(1), count);
    }
    return ids;
}

static QString wholeText(const EventText& text)
{
    return text.title + u'\n' + text.cause + u'\n' + text.remedy;
}

static bool hasHan(const QString& text)
{
    for (const QChar c : text) {
        if (c.script() == QChar::Script_Han)
            return true;
    }
    return false;
}

class TstEventText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }
    void everyEventHasThreeTextsInBothLanguages_data();
    void everyEventHasThreeTextsInBothLanguages();
    void argumentsThatLookLikePlacesStayAsTheyAre();
    void missingArgumentsDoNotShowPlaces();
    void emptyLastArgumentSelectsTheOtherRemedy();
    void kindsAreTranslated();
    void unknownEventsAreDescribed();
    void hostileArgumentsAreCleaned();
    void everyErrorCodeHasAGeneralText();
    void errorLineIsOneLineThatSaysWhatWhereAndWhatToDo();
    void reasonWithFullStopIsNotDoubled();
    void reportHoldsTheRawDetail();
};

void TstEventText::everyEventHasThreeTextsInBothLanguages_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("arguments");
    const QHash<QString, int> ids = idsOfHeader();
    QVERIFY(ids.size() > 40);
    for (auto it = ids.begin(); it != ids.end(); ++it)
        QTest::newRow(qPrintable(it.key())) << it.key() << it.value();
}

void TstEventText::everyEventHasThreeTextsInBothLanguages()
{
    QFETCH(QString, id);
    QFETCH(int, arguments);
    QVERIFY2(findCatalogueText(id), "this id has no text in ui/text/event_catalogue.cpp");
    QStringList args;
    for (int i = 1; i <= arguments; ++i)
        args.append(QStringLiteral("arg%1").arg(i));

    installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
    const EventText english = eventText(id, args);
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    const EventText chinese = eventText(id, args);
    for (const EventText& text : {english, chinese}) {
        QVERIFY(!text.title.isEmpty() && !text.cause.isEmpty() && !text.remedy.isEmpty());
        // No place that the header does not promise, and none left over.
        QVERIFY2(!wholeText(text).contains(u'?') || wholeText(text).contains(QStringLiteral("Did you mean")),
                 qPrintable(wholeText(text)));
        QVERIFY2(!wholeText(text).contains(u'%'), qPrintable(wholeText(text)));
    }
    QVERIFY(!hasHan(wholeText(english)));
    QVERIFY(hasHan(chinese.title) && hasHan(chinese.remedy));
    QVERIFY(chinese.cause != english.cause || id == QStringLiteral("CFG_USAGE"));
    // What the text tells in one language it tells in the other.
    for (const QString& arg : args)
        QCOMPARE(wholeText(chinese).contains(arg), wholeText(english).contains(arg));
}

void TstEventText::argumentsThatLookLikePlacesStayAsTheyAre()
{
    const EventText text =
        eventText(events::CFG_BAD_PATH, {QStringLiteral("%2"), QStringLiteral("%3"), QStringLiteral("w%1")});
    QVERIFY2(text.cause.contains(QStringLiteral("\"%3\"")) && text.cause.contains(QStringLiteral("\"%2\"")) &&
                 text.cause.contains(QStringLiteral("w%1")),
             qPrintable(text.cause));
}

void TstEventText::missingArgumentsDoNotShowPlaces()
{
    const EventText text = eventText(events::LNK_GAP, {});
    QVERIFY(!text.cause.contains(u'%'));
    QVERIFY(text.cause.contains(u'?'));
}

void TstEventText::emptyLastArgumentSelectsTheOtherRemedy()
{
    const QStringList known = {QStringLiteral("node.json"), QStringLiteral("lisen"), QStringLiteral("listen")};
    QVERIFY(eventText(events::CFG_UNKNOWN_KEY, known).remedy.contains(QStringLiteral("listen")));
    const EventText text = eventText(events::CFG_UNKNOWN_KEY, {QStringLiteral("node.json"), QStringLiteral("xyz"), {}});
    QVERIFY(!text.remedy.contains(QStringLiteral("Did you mean")));
    QVERIFY(!text.remedy.contains(u'?'));
}

void TstEventText::kindsAreTranslated()
{
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    const EventText text = eventText(events::CFG_NOT_FOUND, {QStringLiteral("subscription"), QStringLiteral("x")});
    QVERIFY2(text.cause.contains(QStringLiteral("订阅")), qPrintable(text.cause));
}

void TstEventText::unknownEventsAreDescribed()
{
    for (const QString& id : {QString(), QStringLiteral("NO_SUCH"), QStringLiteral("%1"), QString(QChar(0x202E))}) {
        const EventText text = eventText(id, {QStringLiteral("one"), QStringLiteral("%1")});
        QVERIFY(!text.title.isEmpty() && !text.cause.isEmpty() && !text.remedy.isEmpty());
        QVERIFY(text.cause.contains(QStringLiteral("one")));
        QVERIFY(!text.title.contains(QChar(0x202E)));
    }
}

void TstEventText::hostileArgumentsAreCleaned()
{
    const EventText text = eventText(events::LNK_DOWN, {QStringLiteral("a\nb"), QString(QChar(0x202E))});
    QVERIFY(!text.cause.contains(u'\n'));
    QVERIFY(!text.cause.contains(QChar(0x202E)));
    QVERIFY(text.cause.contains(QStringLiteral("\\u000A")));
}

void TstEventText::everyErrorCodeHasAGeneralText()
{
    for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
        const EventText text = errorText(makeError(ErrorCode(code), QStringLiteral("the detail")));
        QVERIFY(!text.title.isEmpty() && !text.remedy.isEmpty());
        QCOMPARE(text.cause, QStringLiteral("the detail."));
        QVERIFY(!errorText(makeError(ErrorCode(code), {})).cause.contains(u'?'));
    }
}

void TstEventText::errorLineIsOneLineThatSaysWhatWhereAndWhatToDo()
{
    const Error error = makeEvent(ErrorCode::Config, events::CFG_PORT_TAKEN, {QStringLiteral("0.0.0.0:7400")},
                                  QStringLiteral("bind\nfailed"));
    QCOMPARE(errorLine(error),
             QStringLiteral("Address is already in use: This node cannot listen on 0.0.0.0:7400: another "
                            "program does so already. Stop that program, or choose another listen "
                            "address in the configuration."));
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    QCOMPARE(errorLine(error), QStringLiteral("地址已被占用：本节点无法监听 0.0.0.0:7400：该地址已被其他程序占用。"
                                              "请停止该程序，或在配置中改用其他监听地址。"));
    QVERIFY(!errorLine(makeError(ErrorCode::Storage, QStringLiteral("two\nlines"))).contains(u'\n'));
}

void TstEventText::reasonWithFullStopIsNotDoubled()
{
    const EventText text =
        eventText(events::LNK_DOWN, {QStringLiteral("340000"), QStringLiteral("The host was not found.")});
    QVERIFY2(!text.cause.contains(QStringLiteral("..")), qPrintable(text.cause));
}

void TstEventText::reportHoldsTheRawDetail()
{
    Error error = makeEvent(ErrorCode::Storage, events::DSK_ERROR, {QStringLiteral("/x"), QStringLiteral("EIO")},
                            QStringLiteral("opening segment"));
    error.native = QStringLiteral("errno 5");
    const QString report = errorReport(error);
    QVERIFY(report.contains(QStringLiteral("Storage/DSK_ERROR")));
    QVERIFY(report.contains(QStringLiteral("opening segment")));
    QVERIFY(report.contains(QStringLiteral("errno 5")));
}

BUSHENG_TEST(TstEventText)
#include "tst_event_text.moc"
