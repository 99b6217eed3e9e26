// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/database_form.h"

#include "engine/model/operator_events.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/text/words.h"

#include <QDialogButtonBox>
#include <QFileDialog>

namespace busheng {
namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");
const QString kSqlite = QStringLiteral("sqlite");
const QString kOdbc = QStringLiteral("odbc");
constexpr int kPostgresPort = 5432;
constexpr int kMariaDbPort = 3306;
constexpr int kLargestPort = 65'535;
constexpr int kFieldCharacters = 46;
constexpr int kRowSpacing = 9;

/// A field with a button that finds a file for it.
QWidget* withBrowse(QLineEdit* field, QPushButton* button)
{
    auto* both = new QWidget;
    auto* layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(field, 1);
    layout->addWidget(button);
    both->setFocusProxy(field);
    return both;
}

} // namespace

DatabaseForm::DatabaseForm(EngineClient& client, DatabaseSide side, const std::optional<DatabaseConfig>& existing,
                           const QStringList& taken, QWidget* parent)
    : EngineDialog(client, parent), m_side(side), m_existing(existing), m_isNew(!existing), m_taken(taken),
      m_name(new QLineEdit), m_nameHint(new WrappedLabel), m_driver(new QComboBox), m_driverHint(new WrappedLabel),
      m_form(new QFormLayout), m_host(new QLineEdit), m_port(new QSpinBox), m_database(new QLineEdit),
      m_user(new QLineEdit), m_passfile(new QLineEdit), m_encryption(new QComboBox), m_file(new QLineEdit),
      m_odbc(new OdbcFields(client, this)), m_text(new QLineEdit), m_secret(new SecretFields(client, nullptr)),
      m_outcome(new WrappedLabel), m_test(nullptr), m_save(nullptr)
{
    const bool isSource = side == DatabaseSide::Source;
    setWindowTitle(!m_isNew ? tr("Change the location of a database")
                            : (isSource ? tr("Register a source") : tr("Register a target")));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setVerticalSpacing(kRowSpacing);
    buildFields();
    auto* buttons = new QDialogButtonBox(body);
    m_save = buttons->addButton(m_isNew ? tr("Register") : tr("Save"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_test = buttons->addButton(tr("Test"), QDialogButtonBox::ActionRole);
    m_test->setToolTip(tr("The node connects with what is typed; nothing is kept"));
    needRight(client, *m_test, QStringLiteral("testDatabase"));
    m_outcome->hide();
    layout->addLayout(m_form);
    layout->addWidget(m_outcome);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setBody(body);
    const int unit = fontMetrics().horizontalAdvance(u'0');
    m_host->setMinimumWidth(unit * kFieldCharacters);

    connect(m_driver, &QComboBox::currentIndexChanged, this, &DatabaseForm::showDriver);
    connect(buttons, &QDialogButtonBox::accepted, this, &DatabaseForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit* field : {m_name, m_host, m_database, m_user, m_passfile, m_file, m_text})
        connect(field, &QLineEdit::textChanged, this, &DatabaseForm::updateButton);
    connect(m_port, &QSpinBox::valueChanged, this, &DatabaseForm::updateButton);
    connect(m_encryption, &QComboBox::currentIndexChanged, this, &DatabaseForm::updateButton);
    connect(m_odbc, &OdbcFields::changed, this, &DatabaseForm::updateButton);
    connect(m_secret, &SecretFields::changed, this, &DatabaseForm::updateButton);
    connect(m_test, &QPushButton::clicked, this, &DatabaseForm::test);
    if (existing)
        fill(*existing);
    m_secret->ask();
    showDriver();
    if (existing)
        m_asRead = config();
    (m_isNew ? m_name : m_host)->setFocus();
}

void DatabaseForm::addRow(Panel panel, const QString& label, QWidget* field)
{
    m_form->addRow(label, field);
    m_rows.emplace_back(panel, field);
}

void DatabaseForm::buildFields()
{
    const bool isSource = m_side == DatabaseSide::Source;
    m_name->setPlaceholderText(isSource ? tr("for example Social insurance register")
                                        : tr("for example National collection"));
    m_form->addRow(tr("Name"), m_name);
    m_nameHint->setWords(isSource ? tr("There is a source with this name already.")
                                  : tr("There is a target with this name already."));
    m_form->addRow(QString(), m_nameHint);
    m_driver->addItem(DatabaseModel::driverText(kPostgres), kPostgres);
    m_driver->addItem(DatabaseModel::driverText(kMariaDb), kMariaDb);
    m_driver->addItem(DatabaseModel::driverText(kSqlite), kSqlite);
    if (isSource) // such a database is no target yet
        m_driver->addItem(DatabaseModel::driverText(kOdbc), kOdbc);
    m_form->addRow(tr("Database"), m_driver);
    m_driverHint->setWords(
        tr("MariaDB 10.5 or MySQL 5.6, and later. MySQL was run against 5.6; 5.7, 8.0 and later were not "
           "run against a real server."));
    m_form->addRow(QString(), m_driverHint);
    buildKeywords();
    auto* find = new QPushButton(tr("Browse…"));
    connect(find, &QPushButton::clicked, this, [this, isSource] { browse(*m_file, tr("Database file"), !isSource); });
    addRow(Panel::File, tr("File"), withBrowse(m_file, find));
    m_form->addRow(m_odbc);
    m_rows.emplace_back(Panel::Odbc, m_odbc);
    addRow(Panel::Text, tr("Location"), m_text);
    m_form->addRow(m_secret);
}

void DatabaseForm::buildKeywords()
{
    m_host->setText(QStringLiteral("127.0.0.1"));
    m_host->setToolTip(
        tr("Name or address of the server, or the folder of its Unix socket. Standby servers follow with "
           "commas: the one that is the primary is used."));
    addRow(Panel::Keywords, tr("Server"), m_host);
    m_port->setRange(1, kLargestPort);
    m_port->setValue(kPostgresPort);
    m_port->setGroupSeparatorShown(false);
    addRow(Panel::Keywords, tr("Port"), m_port);
    addRow(Panel::Keywords, tr("Database name"), m_database);
    addRow(Panel::Keywords, tr("User"), m_user);
    auto* find = new QPushButton(tr("Browse…"));
    connect(find, &QPushButton::clicked, this, [this] { browse(*m_passfile, tr("Password file"), false); });
    m_passfile->setPlaceholderText(tr("a file with mode 0600, or below a password for the vault"));
    addRow(Panel::Keywords, tr("Password file"), withBrowse(m_passfile, find));
    m_encryption->addItem(tr("the server decides"), QString());
    m_encryption->addItem(tr("required"), QStringLiteral("require"));
    m_encryption->addItem(tr("required, and the server's certificate is checked"), QStringLiteral("verify-full"));
    addRow(Panel::Keywords, tr("Encryption"), m_encryption);
}

void DatabaseForm::fill(const DatabaseConfig& existing)
{
    m_name->setText(existing.name);
    m_name->setReadOnly(true);
    if (m_driver->findData(existing.driver) < 0)
        m_driver->addItem(DatabaseModel::driverText(existing.driver), existing.driver);
    m_driver->setCurrentIndex(m_driver->findData(existing.driver));
    m_driver->setEnabled(false);
    m_text->setText(existing.location);
    if (existing.driver == kOdbc) {
        m_inAnotherForm = !m_odbc->setLocation(existing.location);
        return;
    }
    const auto parts =
        existing.driver != kSqlite ? splitConnectionKeywords(existing.location) : std::optional<ConnectionKeywords>();
    if (existing.driver == kSqlite)
        m_file->setText(existing.location);
    m_inAnotherForm = existing.driver != kSqlite && !parts;
    if (!parts)
        return;
    m_host->clear();
    for (const auto& [keyword, value] : *parts) {
        bool isNumber = true;
        if (keyword == QStringLiteral("host"))
            m_host->setText(value);
        else if (keyword == QStringLiteral("port") && value.toInt(&isNumber) > 0 && isNumber)
            m_port->setValue(value.toInt());
        else if (keyword == QStringLiteral("port"))
            m_inAnotherForm = true; // one for each of several servers
        else if (keyword == QStringLiteral("dbname"))
            m_database->setText(value);
        else if (keyword == QStringLiteral("user"))
            m_user->setText(value);
        else if (keyword == QStringLiteral("passfile"))
            m_passfile->setText(value);
        else if (keyword == QStringLiteral("sslmode") && m_encryption->findData(value) >= 0)
            m_encryption->setCurrentIndex(m_encryption->findData(value));
        else
            m_others.append({keyword, value});
    }
}

DatabaseForm::Panel DatabaseForm::panel() const
{
    const QString driver = m_driver->currentData().toString();
    if (m_inAnotherForm)
        return Panel::Text;
    if (driver == kOdbc)
        return Panel::Odbc;
    return driver == kSqlite ? Panel::File : Panel::Keywords;
}

void DatabaseForm::showDriver()
{
    // A port that nobody has changed is the one that such servers have by default.
    const bool isMariaDb = m_driver->currentData().toString() == kMariaDb;
    if (m_isNew && m_port->value() == (isMariaDb ? kPostgresPort : kMariaDbPort))
        m_port->setValue(isMariaDb ? kMariaDbPort : kPostgresPort);
    if (panel() == Panel::Odbc) {
        m_odbc->ask();
        alignLabels(*m_form, m_odbc->form());
    }
    m_form->setRowVisible(m_driverHint, isMariaDb);
    for (const auto& [panel, field] : m_rows)
        m_form->setRowVisible(field, panel == this->panel());
    m_form->setRowVisible(m_secret, panel() != Panel::File);
    alignLabels(*m_form, m_secret->form());
    updateButton();
}

ConnectionKeywords DatabaseForm::keywords() const
{
    return ConnectionKeywords{{QStringLiteral("host"), m_host->text().trimmed()},
                              {QStringLiteral("port"), QString::number(m_port->value())},
                              {QStringLiteral("dbname"), m_database->text().trimmed()},
                              {QStringLiteral("user"), m_user->text().trimmed()},
                              {QStringLiteral("passfile"), m_passfile->text().trimmed()},
                              {QStringLiteral("sslmode"), m_encryption->currentData().toString()}} +
           m_others;
}

DatabaseConfig DatabaseForm::config() const
{
    DatabaseConfig config;
    config.name = m_name->text().trimmed();
    config.driver = m_driver->currentData().toString();
    switch (panel()) {
    case Panel::Keywords:
        config.location = joinConnectionKeywords(keywords());
        break;
    case Panel::File:
        config.location = m_file->text().trimmed();
        break;
    case Panel::Odbc:
        config.location = m_odbc->location();
        break;
    case Panel::Text:
        config.location = m_text->text().trimmed();
    }
    return config;
}

void DatabaseForm::updateButton()
{
    const auto isFilled = [](const QLineEdit* field) { return !field->text().trimmed().isEmpty(); };
    bool isWhole = isFilled(m_name);
    if (panel() == Panel::Keywords)
        isWhole = isWhole && isFilled(m_database) && isFilled(m_user);
    else if (panel() == Panel::Odbc)
        isWhole = isWhole && !m_odbc->location().isEmpty();
    else
        isWhole = isWhole && isFilled(panel() == Panel::File ? m_file : m_text);
    const bool isTaken = m_isNew && m_taken.contains(m_name->text().trimmed());
    m_form->setRowVisible(m_nameHint, isTaken);
    m_secret->setDatabase(m_name->text().trimmed());
    const bool isReady = isWhole && !isTaken && (panel() == Panel::File || m_secret->isRight());
    m_save->setEnabled(isReady);
    m_test->setVisible(m_side == DatabaseSide::Source || panel() != Panel::File); // a target's file may be made later
    m_test->setEnabled(isReady);
    m_outcome->hide(); // of something else
}

void DatabaseForm::browse(QLineEdit& into, const QString& title, bool mayBeNew)
{
    auto* dialog = new QFileDialog(this, title, into.text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mayBeNew ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // nothing is written by choosing it
    connect(dialog, &QFileDialog::fileSelected, &into, &QLineEdit::setText);
    dialog->open();
}

/// A file has no password: what was typed for another kind of database stays where it is.
QString DatabaseForm::typedSecret() const
{
    return panel() == Panel::File ? QString() : m_secret->secret();
}

void DatabaseForm::test()
{
    if (isWaiting())
        return;
    beginWaiting();
    // The form writes a location in its own way: what nobody has changed is tried as it is registered.
    const DatabaseConfig wanted = m_existing && config() == m_asRead ? *m_existing : config();
    client().request<void>(
        this,
        [database = wanted, secret = typedSecret()](EngineApi& engine, Reply<> reply) {
            engine.structures().testDatabase(database, secret, std::move(reply));
        },
        [this](const Result<>& result) {
            endWaiting(result ? std::optional<Error>() : result.error());
            m_outcome->setWords(result ? tr("The node has reached it and read the list of tables.") : QString());
            m_outcome->setVisible(result.has_value());
        });
}

/// The password first: without it the node would knock in vain from the moment that the database is registered.
void DatabaseForm::save()
{
    if (isWaiting())
        return;
    if (typedSecret().isEmpty())
        return saveDatabase();
    beginWaiting();
    client().request<void>(
        this,
        [name = config().name, secret = typedSecret()](EngineApi& engine, Reply<> reply) {
            engine.security().setSecret(name, secret, operatorName(), std::move(reply));
        },
        [this](const Result<>& result) {
            const bool waits = !result && result.error().event == events::REV_WAITING;
            endWaiting(result || waits ? std::optional<Error>() : result.error());
            if (!result && !waits)
                return;
            m_secret->clear(); // it is on its way, or waits for a second person; the rest goes by itself
            saveDatabase();
        });
}

void DatabaseForm::saveDatabase()
{
    const bool isSource = m_side == DatabaseSide::Source;
    saveSeen(isSource ? QStringLiteral("addSource") : QStringLiteral("addTarget"),
             isSource ? QStringLiteral("source") : QStringLiteral("target"), m_existing, config(),
             [this, name = config().name] { Q_EMIT saved(name); });
}

} // namespace busheng
