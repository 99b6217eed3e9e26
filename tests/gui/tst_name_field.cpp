// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/widgets/name_field.h"

#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace busheng;

class TstNameField : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatTheNameSays_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isValid");
        QTest::addColumn<QString>("said");
        const auto row = [](NameField::Kind kind, const char* name, bool isValid, const char* said) {
            QTest::newRow(name) << static_cast<int>(kind) << QString::fromUtf8(name) << isValid
                                << QString::fromUtf8(said);
        };
        using Kind = NameField::Kind;
        row(Kind::File, "370000LWJCXT20211212162030.doc", true, "山东省，应用系统 LWJCXT，2021-12-12 16:20:30");
        row(Kind::File, "370000LWJCXT20211212162030013.doc", true, "第 13 个分割文件");
        row(Kind::File, "370000lwjc", false, "第 7 个字符：“l”不是大写字母");
        row(Kind::File, "999999", false, "第 1 个字符：999999 不是行政区划代码");
        row(Kind::Task, "兵团_联网监测数据上报", true, "兵团上报联网监测数据");
        row(Kind::Task, "部_联网监测数据下发_兵团", true, "部下发联网监测数据至兵团");
        row(Kind::Task, "nightly", true, "不符合");
        row(Kind::Task, "兵团-联网", false, "第 3 个字符：任务名称中不得有“-”");
        row(Kind::Directory, "/lwjc/send", true, "10 / 256 字节");
        row(Kind::Directory, "/a/../b", false, "第 4 个字符：路径中不得有");
        row(Kind::Directory, "lwjc", false, "不是绝对路径");
    }
    void saysWhatTheNameSays()
    {
        QFETCH(const int, kind);
        QFETCH(const QString, name);
        QFETCH(const bool, isValid);
        QFETCH(const QString, said);
        NameField field(static_cast<NameField::Kind>(kind));
        field.setName(name);
        QCOMPARE(field.isValid(), isValid);
        QVERIFY2(field.preview().contains(said), qPrintable(field.preview()));
        QCOMPARE(field.name(), name);
    }

    /// Letter by letter, as somebody types; the text and the cursor are never touched.
    void keepsUpWithTheTyping()
    {
        NameField field(NameField::Kind::File);
        QSignalSpy valid(&field, &NameField::validityChanged);
        QVERIFY(field.preview().isEmpty()); // nobody has begun
        const QString name = QStringLiteral("370000LWJC20211212162030.doc");
        for (const QChar c : name) {
            QTest::keyClick(field.edit(), c.toLatin1());
            QCOMPARE(field.edit()->cursorPosition(), field.name().size());
        }
        QCOMPARE(field.name(), name);
        QVERIFY(field.isValid());
        QVERIFY(!valid.isEmpty() && valid.last().at(0).toBool());
        field.edit()->setCursorPosition(3);
        QTest::keyClick(field.edit(), Qt::Key_Backspace);
        QCOMPARE(field.edit()->cursorPosition(), 2);
        QVERIFY(!field.isValid());
        QVERIFY(!valid.last().at(0).toBool());
        QTest::keyClick(field.edit(), '0');
        QVERIFY(field.isValid());
        field.edit()->undo();
        QVERIFY(!field.isValid());
    }

    void isSavedForALook()
    {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        const std::pair<NameField::Kind, const char*> fields[] = {
            {NameField::Kind::File, "370000LWJCXT20211212162030013.doc"},
            {NameField::Kind::File, "370000LWJcxt20211212162030.doc"},
            {NameField::Kind::Task, "兵团_联网监测数据上报"},
            {NameField::Kind::Task, "兵团联网监测"},
            {NameField::Kind::Task, "兵团 联网监测"},
            {NameField::Kind::Directory, "/数据/“发送”/上报"}};
        for (const auto& [kind, name] : fields) {
            auto* field = new NameField(kind);
            field->setName(QString::fromUtf8(name));
            layout->addWidget(field);
        }
        window.resize(520, 420);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QString directory = QStringLiteral(BUSHENG_SCREENSHOT_DIR);
        QVERIFY(QDir().mkpath(directory));
        QVERIFY(window.grab().save(directory + QStringLiteral("/name-field.png")));
    }
};

BUSHENG_TEST(TstNameField)
#include "tst_name_field.moc"
