// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/dataset_form.h"

#include "ui/models/database_model.h"
#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"

#include <QDialogButtonBox>
#include <QFormLayout>

namespace busheng {
namespace {

constexpr int kRowSpacing = 6;
constexpr int kGrantRows = 5;
constexpr int kFewestGrantRows = 2; ///< on a small screen
const QString kSource = QStringLiteral("source");

} // namespace

DatasetForm::DatasetForm(EngineClient& client, const std::optional<DatasetConfig>& existing, QWidget* parent)
    : EngineDialog(client, parent), m_existing(existing), m_name(new QLineEdit), m_source(new QComboBox),
      m_tables(new TablePicker(client)), m_route(new RouteChoice), m_grants(new QListWidget),
      m_onApplication(new QCheckBox), m_title(new QLineEdit), m_contact(new QLineEdit), m_description(new QLineEdit),
      m_refresh(new QLineEdit), m_sensitive(new QLineEdit), m_largeColumns(new QLineEdit), m_readAs(new QLineEdit),
      m_hint(new QLabel), m_save(nullptr)
{
    setWindowTitle(existing ? tr("Change a dataset") : tr("Publish a dataset"));
    build();
    connect(m_name, &QLineEdit::textChanged, this, &DatasetForm::updateButton);
    connect(m_tables, &TablePicker::changed, this, &DatasetForm::updateButton);
    connect(m_source, &QComboBox::currentIndexChanged, this, [this] {
        m_tables->setDatabase(kSource, m_source->currentData().toString());
        if (!m_existing)
            m_route->setDriver(driver());
        showReadAs();
        updateButton();
    });
    connect(m_route, &RouteChoice::changed, this, [this] {
        showReadAs();
        alignLabels(*m_form, m_route->form());
        updateButton();
    });
    alignLabels(*m_form, m_route->form());
    showReadAs();
    m_tables->setDatabase(kSource, m_source->currentData().toString());
    using Sources = std::vector<DatabaseConfig>;
    client.request<Sources>(
        this, [](EngineApi& engine, Reply<Sources> reply) { engine.settings().listSources(std::move(reply)); },
        [this](const Result<Sources>& sources) { takeSources(sources); });
    updateButton();
}

void DatasetForm::build()
{
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_form = new QFormLayout;
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setVerticalSpacing(kRowSpacing);
    m_name->setPlaceholderText(tr("under this name others subscribe to it"));
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Source"), m_source);
    m_form->addRow(tr("Tables"), m_tables);
    m_form->addRow(m_route);
    m_readAs->setPlaceholderText(tr("as their columns say; or for example *=gb18030, p.person.name=utf8"));
    m_readAs->setToolTip(
        tr("Columns that hold the bytes of another encoding than they say (in MariaDB in latin1; in SQLite; in "
           "PostgreSQL where the database is in LATIN1 or SQL_ASCII): a column, a table or * for all, and gb18030, "
           "big5 or utf8"));
    m_form->addRow(tr("Texts are really in"), m_readAs);
    m_largeColumns->setPlaceholderText(tr("values travel with their rows; or for example public.document.scan"));
    m_largeColumns->setToolTip(
        tr("Columns of type bytea, text or character varying whose values travel in pieces behind their rows, up to "
           "1 GiB each, instead of with them: table.column, several separated by commas. PostgreSQL 15 or later, by "
           "its log. The target's table needs these columns."));
    m_form->addRow(tr("Large columns"), m_largeColumns);
    const QStringList granted = m_existing ? m_existing->grantedTo : QStringList();
    const auto offer = [&](const QString& code, const QString& text) {
        auto* item = new QListWidgetItem(text, m_grants);
        item->setData(Qt::UserRole, code);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(granted.contains(code) ? Qt::Checked : Qt::Unchecked);
    };
    QStringList linked;
    for (const LinkSnapshot& link : client().latest().links) {
        linked.append(link.config.peerCode);
        offer(link.config.peerCode, SubscriptionModel::peerText(link.config.peerCode, link.config.peerName));
    }
    for (const QString& code : granted) { // granted before its link was removed
        if (!linked.contains(code))
            offer(code, displayText(code));
    }
    m_grants->setMinimumHeight(kFewestGrantRows * fontMetrics().height());
    m_grants->setMaximumHeight(kGrantRows * 2 * fontMetrics().height());
    m_grants->setAccessibleName(tr("May subscribe"));
    m_form->addRow(tr("May subscribe"), m_grants);
    buildOffer(*m_form);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(m_existing ? tr("Save") : tr("Publish"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addLayout(m_form, 1);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    setBody(body);
    connect(buttons, &QDialogButtonBox::accepted, this, &DatasetForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (!m_existing)
        return;
    m_name->setText(m_existing->name);
    m_name->setReadOnly(true);
    m_tables->setTables(m_existing->tables);
    m_route->setExisting(*m_existing);
    m_source->addItem(displayText(m_existing->source), m_existing->source);
    m_source->setEnabled(false);
    m_readAs->setText(m_existing->readAs.join(QStringLiteral(", ")));
    m_largeColumns->setText(m_existing->largeColumns.join(QStringLiteral(", ")));
}

/// What is read through ODBC was converted by the driver.
void DatasetForm::showReadAs()
{
    const bool isShown = driver() != QStringLiteral("odbc") || (m_existing && !m_existing->readAs.isEmpty());
    m_readAs->setVisible(isShown);
    m_form->labelForField(m_readAs)->setVisible(isShown);
    const bool isByLog = m_route->routes()->currentData() == static_cast<int>(Route::Log);
    const bool hasLarge =
        (driver() == QStringLiteral("postgres") && isByLog) || (m_existing && !m_existing->largeColumns.isEmpty());
    m_largeColumns->setVisible(hasLarge);
    m_form->labelForField(m_largeColumns)->setVisible(hasLarge);
}

/// What peers are told of it in the catalogue.
void DatasetForm::buildOffer(QFormLayout& form)
{
    m_onApplication->setText(tr("On application: every linked node sees it, and nobody has rows without an approval"));
    form.addRow(QString(), m_onApplication);
    m_title->setPlaceholderText(tr("what the catalogue calls it"));
    m_title->setAccessibleName(tr("Title"));
    m_contact->setPlaceholderText(tr("whom applicants may ask"));
    auto* contact = new QLabel(tr("Contact"));
    contact->setBuddy(m_contact);
    auto* told = new QHBoxLayout;
    told->setSpacing(kRowSpacing);
    told->addWidget(m_title, 1);
    told->addWidget(contact);
    told->addWidget(m_contact, 1);
    form.addRow(tr("Title"), told);
    m_description->setPlaceholderText(tr("what its rows are, and what they are not"));
    m_description->setAccessibleName(tr("Description"));
    m_refresh->setPlaceholderText(tr("how fresh its rows are, for example within a minute, every night"));
    auto* refresh = new QLabel(tr("Refresh"));
    refresh->setBuddy(m_refresh);
    for (QLineEdit* field : {m_description, m_refresh})
        field->setToolTip(field->placeholderText()); // of which little is seen
    auto* what = new QHBoxLayout;                    // two in a row: the form has to fit on a small screen
    what->setSpacing(kRowSpacing);
    what->addWidget(m_description, 1);
    what->addWidget(refresh);
    what->addWidget(m_refresh, 1);
    form.addRow(tr("Description"), what);
    m_sensitive->setPlaceholderText(tr("for example person.id_card, person.phone"));
    form.addRow(tr("Sensitive columns"), m_sensitive);
    connect(m_onApplication, &QCheckBox::toggled, m_grants, &QWidget::setDisabled);
    if (!m_existing)
        return;
    m_onApplication->setChecked(m_existing->onApplication);
    m_title->setText(m_existing->title);
    m_contact->setText(m_existing->contact);
    m_description->setText(m_existing->description);
    m_refresh->setText(m_existing->refresh);
    m_sensitive->setText(m_existing->sensitive.join(QStringLiteral(", ")));
}

void DatasetForm::takeSources(const Result<std::vector<DatabaseConfig>>& sources)
{
    if (!sources)
        return showFailure(sources.error());
    m_sources = *sources;
    if (m_existing)
        return showReadAs(); // its source is among them
    for (const DatabaseConfig& source : m_sources)
        m_source->addItem(displayText(source.name) + QStringLiteral(" · ") + DatabaseModel::driverText(source.driver),
                          source.name);
    updateButton();
}

/// Of the chosen source; empty before there is one.
QString DatasetForm::driver() const
{
    const auto source = std::ranges::find(m_sources, m_source->currentData().toString(), &DatabaseConfig::name);
    return source == m_sources.end() ? QString() : source->driver;
}

DatasetConfig DatasetForm::config() const
{
    DatasetConfig config = m_existing.value_or(DatasetConfig());
    if (!m_existing) {
        config.name = m_name->text().trimmed();
        config.source = m_source->currentData().toString();
    }
    m_route->apply(config);
    config.tables = m_tables->tables();
    config.onApplication = m_onApplication->isChecked();
    config.title = m_title->text().trimmed();
    config.contact = m_contact->text().trimmed();
    config.description = m_description->text().trimmed();
    config.refresh = m_refresh->text().trimmed();
    config.sensitive = namesIn(*m_sensitive);
    if (m_readAs->isVisibleTo(this))
        config.readAs = namesIn(*m_readAs);
    config.largeColumns = m_largeColumns->isVisibleTo(this) ? namesIn(*m_largeColumns) : QStringList();
    config.grantedTo.clear();
    for (int row = 0; row < m_grants->count(); ++row) {
        if (m_grants->item(row)->checkState() == Qt::Checked)
            config.grantedTo.append(m_grants->item(row)->data(Qt::UserRole).toString());
    }
    return config;
}

void DatasetForm::updateButton()
{
    const DatasetConfig now = config();
    const auto& publications = client().latest().publications;
    const bool isTaken = !m_existing && std::ranges::any_of(publications, [&](const PublicationSnapshot& other) {
        return other.config.name == now.name;
    });
    QString hint;
    if (m_source->count() == 0)
        hint = tr("There is no source yet: register one on the page of databases first.");
    else if (isTaken)
        hint = tr("There is a dataset with this name already.");
    else
        hint = m_route->hint();
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_save->setEnabled(hint.isEmpty() && !now.name.isEmpty() && !now.source.isEmpty() && !now.tables.isEmpty());
}

void DatasetForm::save()
{
    saveSeen(QStringLiteral("addDataset"), QStringLiteral("dataset"), m_existing, config(),
             [this, name = config().name] { Q_EMIT saved(name); });
}

} // namespace busheng
