// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/dialogs/text_survey_dialog.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QDir>

using namespace busheng;
using busheng::test::ConsoleFixture;

namespace {

TextSurvey sampleSurvey()
{
    TextColumn id;
    id.table = QStringLiteral("hr.person");
    id.column = QStringLiteral("id");
    id.sourceType = QStringLiteral("varchar(18)");
    id.targetTable = QStringLiteral("public.person");
    id.targetColumn = id.column;
    id.targetType = QStringLiteral("character varying(18)");
    id.rows = 98'765;
    id.longestCharacters = id.longestBytes = 18;
    id.limit = 18;
    id.unit = QStringLiteral("characters");
    TextColumn name = id;
    name.column = name.targetColumn = QStringLiteral("name");
    name.sourceType = QStringLiteral("varchar(60) character set latin1 read as gb18030");
    name.targetType = QStringLiteral("character varying(20)");
    name.longestCharacters = 27;
    name.longestBytes = 79;
    name.longestKey = QStringLiteral("340100199003070017");
    name.limit = 20;
    name.unreadable = 1;
    name.unreadableSamples = {{QStringLiteral("340100199003070018"), QStringLiteral("x'41ff'")}};
    name.problems = {QStringLiteral("unreadable"), QStringLiteral("tooShort")};
    name.sql = QStringLiteral("ALTER TABLE \"public\".\"person\" ALTER COLUMN \"name\" TYPE character varying(60)");
    TextColumn note = id;
    note.column = note.targetColumn = QStringLiteral("note");
    note.sourceType = QStringLiteral("text character set latin1");
    note.targetType = QStringLiteral("mediumtext character set utf8mb3");
    note.limit = 16'777'215;
    note.unit = QStringLiteral("bytes");
    note.looksLike = QStringLiteral("gb18030");
    note.lacking = 2;
    note.lackingSamples = {{QStringLiteral("340100199003070017"), QStringLiteral("U+20BB7 𠮷")}};
    note.problems = {QStringLiteral("looksOtherwise"), QStringLiteral("lacksCharacters")};
    return {QStringLiteral("参保登记"), QStringLiteral("镜像库"), kTextRows, {id, name, note}};
}

} // namespace

/// Texts between encodings as an operator looks at them.
class TstTextSurvey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looksAndWidens_data();
    void looksAndWidens();
    void saysWhyItCouldNotLook();
    void saysWhatTextsReallyAre();
};

void TstTextSurvey::looksAndWidens_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("theme");
    QTest::newRow("zh-light") << QStringLiteral("zh_CN") << QStringLiteral("light");
    QTest::newRow("en-dark") << QStringLiteral("en") << QStringLiteral("dark");
}

void TstTextSurvey::looksAndWidens()
{
    QFETCH(const QString, language);
    QFETCH(const QString, theme);
    ConsoleFixture console(language, theme);
    console.engine.setConfiguration(test::ministryConfiguration());
    console.engine.fakeTexts().setSurvey(sampleSurvey());
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(window.overview().subscriptions().table()->model()->rowCount(), 4);
    window.overview().subscriptions().subscribeButton()->click();
    auto* form = test::openDialog<SubscriptionForm>(window);
    QTRY_COMPARE(form->target()->count(), 2);
    QVERIFY(!form->textsButton()->isEnabled()); // of which dataset?
    form->dataset()->setText(QStringLiteral("参保登记"));
    form->textsButton()->click();
    auto* survey = test::openDialog<TextSurveyDialog>(window);
    QAbstractItemModelTester tester(survey->table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(survey->table()->model()->rowCount(), 3);
    const auto call = console.engine.calls().last();
    QCOMPARE(call.method, QStringLiteral("surveyTexts"));
    QCOMPARE(call.params.value(QStringLiteral("dataset")).toString(), QStringLiteral("参保登记"));
    QCOMPARE(call.params.value(QStringLiteral("rows")).toInteger(), kTextRows);
    for (const char* part : {"340100199003070018", "x'41ff'", "U+20BB7 𠮷", "GB18030", "character varying(60);"})
        QVERIFY2(survey->details().contains(QString::fromUtf8(part)), part);
    const QString pictures = QStringLiteral(BUSHENG_SCREENSHOT_DIR);
    QVERIFY(
        QDir().mkpath(pictures) &&
        survey->grab().save(pictures + QStringLiteral("/texts-%1.png").arg(QLatin1String(QTest::currentDataTag()))));
    survey->widenButton()->click();
    QCOMPARE(console.engine.callCount(QStringLiteral("widenColumns")), 0); // asked first
    test::answerQuestion(window, language == u"en" ? QStringLiteral("Run") : QStringLiteral("执行"));
    QTRY_COMPARE(console.engine.callCount(QStringLiteral("widenColumns")), 1);
    QTRY_COMPARE(console.engine.callCount(QStringLiteral("surveyTexts")), 2); // it looks again
    survey->reject();
    form->reject();
}

void TstTextSurvey::saysWhyItCouldNotLook()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    console.engine.failNext(QStringLiteral("surveyTexts"),
                            makeEvent(ErrorCode::Network, events::LNK_DOWN,
                                      {QStringLiteral("340000"), QStringLiteral("no line")}, QStringLiteral("down")));
    EngineClient client(console.engine);
    SubscriptionConfig subscription;
    subscription.peerCode = QStringLiteral("340000");
    subscription.dataset = QStringLiteral("d");
    auto* survey = new TextSurveyDialog(client, subscription, &window);
    survey->open();
    QTRY_VERIFY(survey->notice().isVisible());
    QVERIFY(!survey->widenButton()->isEnabled());
    QCOMPARE(survey->table()->model()->rowCount(), 0);
    delete survey;
}

/// Of databases that hand out the bytes only; what a dataset says of it stays when it is changed.
void TstTextSurvey::saysWhatTextsReallyAre()
{
    ConsoleFixture console;
    NodeConfiguration configuration = test::ministryConfiguration();
    configuration.sources = {{QStringLiteral("旧库"), QStringLiteral("mariadb"), QStringLiteral("dbname=hr user=b")},
                             {QStringLiteral("新库"), QStringLiteral("odbc"), QStringLiteral("DSN=hr")}};
    console.engine.setConfiguration(configuration);
    MainWindow& window = console.open(test::ministryNode());
    QTRY_VERIFY(window.overview().subscriptions().publishButton()->isEnabled());
    window.overview().subscriptions().publishButton()->click();
    auto* form = test::openDialog<DatasetForm>(window);
    QTRY_COMPARE(form->source()->count(), 2);
    QVERIFY(form->readAs()->isVisible());
    form->name()->setText(QStringLiteral("人员"));
    form->tables()->typed()->setText(QStringLiteral("hr.person"));
    form->readAs()->setText(QStringLiteral("*=gb18030, hr.person.note=utf8"));
    QCOMPARE(form->config().readAs, (QStringList{QStringLiteral("*=gb18030"), QStringLiteral("hr.person.note=utf8")}));
    form->source()->setCurrentIndex(1);
    QVERIFY(!form->readAs()->isVisible());
    QVERIFY(form->config().readAs.isEmpty());
    form->source()->setCurrentIndex(0);
    const DatasetConfig made = form->config();
    form->reject();
    EngineClient client(console.engine);
    DatasetForm again(client, made, &window);
    QCOMPARE(again.config().readAs, made.readAs);
}

BUSHENG_TEST(TstTextSurvey)
#include "tst_text_survey.moc"
