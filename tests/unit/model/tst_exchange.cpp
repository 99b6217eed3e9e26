// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/exchange.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

const QString kPerson = QStringLiteral("person");
const QString kAccount = QStringLiteral("account");

QStringList names(const char* text)
{
    return QString::fromLatin1(text).split(u',', Qt::SkipEmptyParts);
}

TableMapping table(const QString& name, const char* columns, const char* filter = "")
{
    return {name, {}, names(columns), {}, QString::fromLatin1(filter)};
}

const TableMapping kOthers{kOtherTables, {}, {}, {}, {}};

DatasetOffer offer()
{
    DatasetOffer made;
    made.tables = {{kPerson,
                    {{QStringLiteral("id"), QStringLiteral("INTEGER"), true, false},
                     {QStringLiteral("name"), QStringLiteral("TEXT"), false, false},
                     {QStringLiteral("card"), QStringLiteral("TEXT"), false, true}}},
                   {kAccount, {}}};
    return made;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<TableMapping>)

class TstExchange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingBeyondWhatWasApproved_data()
    {
        QTest::addColumn<std::vector<TableMapping>>("shape");
        QTest::addColumn<bool>("within");
        const auto row = [](const char* name, std::vector<TableMapping> shape, bool within = false) {
            QTest::newRow(name) << std::move(shape) << within;
        };
        const char* const in = "region = '34'";
        row("all of it", {table(kPerson, "id,name", in), table(kAccount, "id"), kOthers}, true);
        row("less of it", {table(kPerson, "id", in), kOthers}, true);
        row("fewer rows", {table(kPerson, "id", "(region = '34') and (id < 10)"), kOthers}, true);
        row("written otherwise", {table(kPerson, "id", "region='34'"), kOthers}, true);
        row("everything", {});
        row("other tables too", {table(kPerson, "id", in)});
        row("another table", {table(kPerson, "id", in), table(QStringLiteral("secret"), "id"), kOthers});
        row("another column", {table(kPerson, "id,card", in), kOthers});
        row("all columns", {table(kPerson, "", in), kOthers});
        row("all rows", {table(kPerson, "id"), kOthers});
        row("other rows", {table(kPerson, "id", "region = '35'"), kOthers});
        row("more rows", {table(kPerson, "id", "region = '34' or id > 0"), kOthers});
        row("a filter that is none", {table(kPerson, "id", "region ="), kOthers});
    }
    void nothingBeyondWhatWasApproved()
    {
        QFETCH(const std::vector<TableMapping>, shape);
        QFETCH(const bool, within);
        const std::vector<TableMapping> approved{table(kPerson, "id,name", "region = '34'"), table(kAccount, "id")};
        const QString why = beyondApproval(shape, approved);
        QVERIFY2(why.isEmpty() == within, qPrintable(why));
        QVERIFY(beyondApproval(shapeOf(approved), approved).isEmpty());
    }

    void whatCanBeAskedFor()
    {
        const DatasetOffer known = offer();
        QVERIFY(extentMistake({table(kPerson, "id,name")}, &known).isEmpty());
        QVERIFY(extentMistake({table(kAccount, "anything")}, &known).isEmpty()); // its columns are not known yet
        QVERIFY(extentMistake({table(kPerson, "name")}, nullptr).isEmpty());
        for (const std::vector<TableMapping>& wrong :
             std::vector<std::vector<TableMapping>>{{},
                                                    {kOthers},
                                                    {table(kPerson, "")},
                                                    {table(kPerson, "name")}, // without its key
                                                    {table(kPerson, "id,nobody")},
                                                    {table(QStringLiteral("secret"), "id")},
                                                    {table(kPerson, "id"), table(kPerson, "id")},
                                                    {table(kPerson, "id", "id >")},
                                                    {{kPerson, QStringLiteral("renamed"), names("id"), {}, {}}}})
            QVERIFY(!extentMistake(wrong, &known).isEmpty());
        QCOMPARE(sensitiveColumns({table(kPerson, "id,card")}, known), QStringList{QStringLiteral("person.card")});
        QVERIFY(sensitiveColumns({table(kPerson, "id,name")}, known).isEmpty());
    }

    void partAndWhole()
    {
        const std::vector<TableMapping> asked{table(kPerson, "id,name"), table(kAccount, "id")};
        QVERIFY(isWholeOf(asked, asked));
        QVERIFY(!isWholeOf({table(kPerson, "id,name")}, asked));
        QVERIFY(!isWholeOf({table(kPerson, "id"), table(kAccount, "id")}, asked));
        QVERIFY(!isWholeOf({table(kPerson, "id,name", "id < 9"), table(kAccount, "id")}, asked));
    }

    void statesHaveNames()
    {
        for (const AgreementState state :
             {AgreementState::Draft, AgreementState::Applied, AgreementState::Approved, AgreementState::PartlyApproved,
              AgreementState::Refused, AgreementState::Withdrawn, AgreementState::Revoked, AgreementState::Expired})
            QCOMPARE(agreementStateFrom(agreementStateName(state)), state);
    }
};

BUSHENG_TEST(TstExchange)
#include "tst_exchange.moc"
