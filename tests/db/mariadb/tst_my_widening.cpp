// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_widening.h"
#include "engine/model/events.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Statements that give a column more room, and change nothing else of it.
class TstMyWidening : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }

    void changesNothingButTheType_data()
    {
        QTest::addColumn<QString>("declared");
        QTest::addColumn<QString>("kept"); // IS_NULLABLE, COLUMN_DEFAULT, COLUMN_COMMENT
        QTest::addColumn<QString>("collation");
        const bool isSql = !m_server.isMySql(); // MySQL's catalog has the default's value
        const QString own = QStringLiteral("utf8mb4_unicode_ci");
        const QString none = isSql ? QStringLiteral("YES|NULL|") : QStringLiteral("YES|-|");
        QTest::newRow("plain") << QStringLiteral("varchar(4) NULL") << none << own;
        QTest::newRow("not null, default")
            << QStringLiteral("varchar(4) NOT NULL DEFAULT 'it''s'")
            << (isSql ? QStringLiteral("NO|'it''s'|") : QStringLiteral("NO|it's|")) << own;
        if (isSql)
            QTest::newRow("expression") << QStringLiteral("varchar(40) DEFAULT (concat('a', 'b'))")
                                        << QStringLiteral("YES|concat('a','b')|") << own;
        QTest::newRow("comment") << QStringLiteral("varchar(4) NOT NULL COMMENT '姓名, it''s'")
                                 << QStringLiteral("NO|-|姓名, it's") << own;
        QTest::newRow("of a smaller character set")
            << (isSql ? QStringLiteral("varchar(4) collate utf8mb3_general_ci NULL")
                      : QStringLiteral("varchar(4) collate utf8_general_ci NULL"))
            << none << QStringLiteral("utf8mb4_general_ci");
        QTest::newRow("of one that has no like")
            << QStringLiteral("varchar(4) collate gbk_chinese_ci NULL") << none
            << (isSql ? QStringLiteral("utf8mb4_nopad_bin") : QStringLiteral("utf8mb4_bin"));
    }

    void changesNothingButTheType()
    {
        QFETCH(const QString, declared);
        QFETCH(const QString, kept);
        QFETCH(const QString, collation);
        MySource source(m_server,
                        QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, `a ``b` %1) DEFAULT CHARACTER SET utf8mb4 "
                                       "COLLATE utf8mb4_unicode_ci")
                            .arg(declared),
                        {QStringLiteral("t")});
        source.run(QStringLiteral("INSERT INTO t (id, `a ``b`) VALUES (1, '张三')"));
        const QString facts = QStringLiteral("SELECT concat(IS_NULLABLE, '|', ifnull(COLUMN_DEFAULT, '-'), '|', "
                                             "COLUMN_COMMENT) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = "
                                             "DATABASE() AND TABLE_NAME = 't' AND COLUMN_NAME = 'a `b'");
        QCOMPARE(source.text(facts), kept);
        const auto type = MyType::parse(QStringLiteral("varchar(30) character set utf8mb4 collate utf8mb4_nopad_bin"));
        QVERIFY(type);
        const auto sql =
            myWidenSql(*source.writer, source.database + QStringLiteral(".t"), QStringLiteral("a `b"), *type);
        QVERIFY_OK(sql);
        source.run(*sql);
        QCOMPARE(source.text(facts), kept);
        QCOMPARE(source.text(QStringLiteral("SELECT concat(COLUMN_TYPE, COLLATION_NAME) FROM "
                                            "information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
                                            "COLUMN_NAME = 'a `b'")),
                 QString(QStringLiteral("varchar(30)") + collation));
        QCOMPARE(source.text(QStringLiteral("SELECT `a ``b` FROM t")), QStringLiteral("张三"));
    }

    /// That of the column and those of the table refuse afterwards what they refused before.
    void keepsWhatIsChecked()
    {
        if (m_server.isMySql()) // which checks nothing before 8.0.16
            return;
        MySource source(m_server,
                        QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, name varchar(4) CHECK (name <> 'it''s' and "
                                       "char_length(name) > 1), CONSTRAINT other CHECK (id > 0))"),
                        {QStringLiteral("t")});
        const auto type = MyType::parse(QStringLiteral("varchar(30) character set utf8mb4 collate utf8mb4_nopad_bin"));
        const auto sql =
            myWidenSql(*source.writer, source.database + QStringLiteral(".t"), QStringLiteral("name"), *type);
        QVERIFY_OK(sql);
        source.run(*sql);
        source.run(QStringLiteral("INSERT INTO t VALUES (1, 'longer than four')"));
        for (const char* const refused : {"(2, 'it''s')", "(3, 'x')", "(0, 'good')"}) {
            const auto inserted =
                source.writer->execute(QStringLiteral("INSERT INTO t VALUES ") + QLatin1String(refused));
            QVERIFY2(!inserted && inserted.error().native.startsWith(u"4025 "), refused);
        }
    }

    void saysThatAColumnIsNotThere()
    {
        MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)"), {QStringLiteral("t")});
        const auto sql = myWidenSql(*source.writer, source.database + QStringLiteral(".t"), QStringLiteral("gone"), {});
        QVERIFY(!sql);
        QCOMPARE(sql.error().event, events::SRC_TABLE_MISSING);
    }

    void findsRoomForLongTexts()
    {
        const auto type = MyType::parse(QStringLiteral("varchar(10) character set utf8mb4 collate utf8mb4_bin"));
        QVERIFY(type);
        QCOMPARE(withRoomFor(*type, 300).sql(),
                 QStringLiteral("varchar(300) character set utf8mb4 collate utf8mb4_bin"));
        QCOMPARE(withRoomFor(*type, 5).sql(), QStringLiteral("varchar(10) character set utf8mb4 collate utf8mb4_bin"));
        QCOMPARE(withRoomFor(*type, 100'000).sql(),
                 QStringLiteral("mediumtext character set utf8mb4 collate utf8mb4_bin"));
        QCOMPARE(withRoomFor(*type, 5'000'000).sql(),
                 QStringLiteral("longtext character set utf8mb4 collate utf8mb4_bin"));
    }

private:
    MiniMariaDb m_server;
};

BUSHENG_TEST(TstMyWidening)
#include "tst_my_widening.moc"
