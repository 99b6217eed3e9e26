// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/subscription_form.h"

#include "engine/model/fault_policy.h"
#include "engine/model/timetable.h"
#include "ui/dialogs/gate_rules_form.h"
#include "ui/dialogs/mapping_dialog.h"
#include "ui/dialogs/text_survey_dialog.h"
#include "ui/models/database_model.h"
#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;
constexpr int kFieldCharacters = 46;
const QString kNewer = QStringLiteral("newer");

QFormLayout* formIn(QWidget* parent)
{
    auto* form = new QFormLayout(parent);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(kRowSpacing);
    return form;
}

void choose(QComboBox& box, const QVariant& value)
{
    box.setCurrentIndex(std::max(0, box.findData(value)));
}

} // namespace

SubscriptionForm::SubscriptionForm(EngineClient& client, const std::optional<SubscriptionConfig>& existing,
                                   QWidget* parent)
    : EngineDialog(client, parent), m_existing(existing), m_name(new QLineEdit), m_peer(new QComboBox),
      m_dataset(new QLineEdit), m_target(new QComboBox), m_hint(new QLabel), m_replaceTarget(new QCheckBox),
      m_newColumns(new QComboBox), m_structure(new QComboBox), m_rowErrors(new QComboBox), m_conflicts(new QComboBox),
      m_newerColumn(new QLineEdit), m_review(new QCheckBox), m_strict(new QCheckBox), m_verifyTimes(new QLineEdit),
      m_verifyRepairs(new QCheckBox), m_offlineStart(new QCheckBox), m_gate(new QComboBox), m_rules(new QPushButton),
      m_mapping(new QPushButton), m_texts(nullptr), m_save(nullptr)
{
    setWindowTitle(existing ? tr("Change a subscription") : tr("Subscribe to a dataset"));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kRowSpacing);
    auto* where = new QWidget(body);
    QFormLayout* whereForm = formIn(where);
    whereForm->setContentsMargins(0, 0, 0, 0);
    buildWhere(*whereForm);
    auto* policies = new QGroupBox(tr("When something does not fit"), body);
    buildPolicies(*formIn(policies));
    auto* buttons = new QDialogButtonBox(body);
    m_save = buttons->addButton(existing ? tr("Save") : tr("Subscribe"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_texts = buttons->addButton(tr("Check the texts…"), QDialogButtonBox::ActionRole);
    m_texts->setToolTip(tr("Reads texts at the provider and says which do not fit into the target's columns"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    layout->addWidget(where);
    layout->addWidget(policies);
    layout->addWidget(m_hint);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setBody(body);
    m_dataset->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    if (existing)
        fill(*existing);
    for (QLineEdit* field : {m_name, m_dataset, m_newerColumn, m_verifyTimes})
        connect(field, &QLineEdit::textChanged, this, &SubscriptionForm::updateButton);
    for (QComboBox* box : {m_peer, m_target, m_conflicts})
        connect(box, &QComboBox::currentIndexChanged, this, &SubscriptionForm::updateButton);
    connect(m_texts, &QPushButton::clicked, this, [this] {
        auto* survey = new TextSurveyDialog(this->client(), config(), this);
        survey->setAttribute(Qt::WA_DeleteOnClose);
        survey->open();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &SubscriptionForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    using Targets = std::vector<DatabaseConfig>;
    client.request<Targets>(
        this, [](EngineApi& engine, Reply<Targets> reply) { engine.settings().listTargets(std::move(reply)); },
        [this](const Result<Targets>& targets) { takeTargets(targets); });
    updateButton();
}

void SubscriptionForm::buildWhere(QFormLayout& form)
{
    m_name->setPlaceholderText(tr("for example Anhui_divisions"));
    form.addRow(tr("Name"), m_name);
    for (const LinkSnapshot& link : client().latest().links)
        m_peer->addItem(SubscriptionModel::peerText(link.config.peerCode, link.config.peerName), link.config.peerCode);
    form.addRow(tr("Provider"), m_peer);
    m_dataset->setPlaceholderText(tr("its name at the provider"));
    form.addRow(tr("Dataset"), m_dataset);
    form.addRow(tr("Target"), m_target);
    m_mapping->setAutoDefault(false); // Return belongs to the form
    form.addRow(tr("What is taken"), m_mapping);
    connect(m_mapping, &QPushButton::clicked, this, &SubscriptionForm::editMapping);
    m_replaceTarget->setText(tr("Rows that the target tables hold already may be deleted"));
    form.addRow(QString(), m_replaceTarget);
    m_offlineStart->setText(tr("The initial load comes on media, not over the link"));
    form.addRow(QString(), m_offlineStart);
    m_gate->addItem(tr("changes follow at once"), QStringLiteral("off"));
    m_gate->addItem(tr("a person signs when its rules found something"), QStringLiteral("onFindings"));
    m_gate->addItem(tr("a person signs in any case"), QStringLiteral("signOff"));
    m_gate->setAccessibleName(tr("Behind the initial load"));
    m_rules->setAutoDefault(false); // Return belongs to the form
    auto* gate = new QHBoxLayout;
    gate->setSpacing(kRowSpacing);
    gate->addWidget(m_gate, 1);
    gate->addWidget(m_rules);
    form.addRow(tr("Behind the initial load"), gate);
    connect(m_rules, &QPushButton::clicked, this, &SubscriptionForm::editRules);
    connect(m_gate, &QComboBox::currentIndexChanged, this, &SubscriptionForm::showRules);
    showRules();
    m_verifyTimes->setPlaceholderText(tr("by hand only; or for example daily 02:30"));
    form.addRow(tr("Reconcile at"), m_verifyTimes);
    m_verifyRepairs->setText(tr("What is found to differ is repaired by itself"));
    m_verifyRepairs->setToolTip(
        tr("How changes come when the dataset is published by comparison, and how rows that were "
           "deleted come by when it is published by timestamps"));
    form.addRow(QString(), m_verifyRepairs);
}

void SubscriptionForm::buildPolicies(QFormLayout& form)
{
    m_structure->addItem(tr("the table waits, the others go on"), QStringLiteral("park"));
    m_structure->addItem(tr("the subscription stops"), QStringLiteral("stop"));
    form.addRow(tr("Table has another structure"), m_structure);
    m_newColumns->addItem(tr("wait for a person"), int(NewColumns::Wait));
    m_newColumns->addItem(tr("add them to the target"), int(NewColumns::Add));
    m_newColumns->addItem(tr("leave them out"), int(NewColumns::Ignore));
    form.addRow(tr("Source has new columns"), m_newColumns);
    m_rowErrors->addItem(tr("the subscription stops"), QStringLiteral("stop"));
    m_rowErrors->addItem(tr("set the row aside and go on"), QStringLiteral("setAside"));
    form.addRow(tr("Target refuses a row"), m_rowErrors);
    m_conflicts->addItem(tr("the subscription stops"), QStringLiteral("stop"));
    m_conflicts->addItem(tr("the source's row wins"), QStringLiteral("sourceWins"));
    m_conflicts->addItem(tr("the target's row stays"), QStringLiteral("targetWins"));
    m_conflicts->addItem(tr("the newer one by a column wins"), kNewer);
    m_conflicts->addItem(tr("set aside and ask a person"), QStringLiteral("ask"));
    form.addRow(tr("Row was changed in the target"), m_conflicts);
    m_newerColumn->setPlaceholderText(tr("column that says which is newer"));
    form.addRow(QString(), m_newerColumn);
    m_review->setText(tr("Nothing is created or altered at the target before I approve it"));
    form.addRow(QString(), m_review);
    m_strict->setText(tr("One commit for each transaction of the source (slower)"));
    form.addRow(QString(), m_strict);
}

void SubscriptionForm::fill(const SubscriptionConfig& existing)
{
    m_name->setText(existing.name);
    m_name->setReadOnly(true);
    if (m_peer->findData(existing.peerCode) < 0)
        m_peer->addItem(displayText(existing.peerCode), existing.peerCode);
    choose(*m_peer, existing.peerCode);
    m_dataset->setText(existing.dataset);
    m_target->addItem(displayText(existing.target), existing.target);
    for (QWidget* fixed :
         {static_cast<QWidget*>(m_peer), static_cast<QWidget*>(m_dataset), static_cast<QWidget*>(m_target)})
        fixed->setEnabled(false); // another flow would be another subscription
    m_replaceTarget->setChecked(existing.replaceTarget);
    m_offlineStart->setChecked(existing.offlineStart);
    m_gateRules = existing.gateRules;
    choose(*m_gate, existing.gate);
    showRules();
    m_verifyTimes->setText(existing.verifyTimes);
    m_verifyRepairs->setChecked(existing.verifyRepairs);
    choose(*m_newColumns, int(existing.newColumns));
    choose(*m_structure, existing.onStructure);
    choose(*m_rowErrors, existing.onRowError);
    const auto rule = conflictRuleFromWord(existing.onConflict);
    const bool byColumn = rule && rule->choice == ConflictChoice::Newer;
    choose(*m_conflicts, byColumn ? kNewer : existing.onConflict);
    m_newerColumn->setText(byColumn ? rule->column : QString());
    m_review->setChecked(existing.reviewStructure);
    m_strict->setChecked(existing.strict);
}

void SubscriptionForm::takeTargets(const Result<std::vector<DatabaseConfig>>& targets)
{
    if (!targets)
        return showFailure(targets.error());
    if (m_existing)
        return;
    for (const DatabaseConfig& target : *targets)
        m_target->addItem(displayText(target.name) + QStringLiteral(" · ") + DatabaseModel::driverText(target.driver),
                          target.name);
    updateButton();
}

void SubscriptionForm::setApproved(const ExchangeAgreement& agreement)
{
    m_mappings = shapeOf(agreement.approved);
    if (m_peer->findData(agreement.peerCode) < 0)
        m_peer->addItem(displayText(agreement.peerCode), agreement.peerCode);
    choose(*m_peer, agreement.peerCode);
    m_dataset->setText(agreement.dataset);
    m_peer->setEnabled(false);
    m_dataset->setEnabled(false);
    m_name->setFocus();
    updateButton();
}

void SubscriptionForm::editMapping()
{
    auto* dialog = new MappingDialog(client(), config(), m_existing, this);
    if (m_existing) // what it saves is this subscription: the form would put the former one back
        connect(dialog, &QDialog::accepted, this, &QDialog::reject);
    connect(dialog, &EngineDialog::theirsWanted, this, [this](const QJsonObject& theirs) {
        Q_EMIT theirsWanted(theirs);
        reject();
    });
    connect(dialog, &MappingDialog::taken, this,
            [this](const std::vector<TableMapping>& mappings, const QString& targetSchema) {
                m_mappings = mappings;
                m_targetSchema = targetSchema;
                updateButton();
            });
    dialog->open();
}

void SubscriptionForm::showMapping()
{
    const SubscriptionConfig now = config();
    const auto named =
        std::ranges::count_if(now.mappings, [](const TableMapping& mapping) { return mapping.table != kOtherTables; });
    m_mapping->setText(now.mappings.empty() && now.targetSchema.isEmpty()
                           ? tr("Everything, as it is…")
                           : tr("Chosen, tables that are mapped: %1…").arg(named));
    m_mapping->setEnabled(!now.peerCode.isEmpty() && !now.dataset.isEmpty() && !now.target.isEmpty());
}

void SubscriptionForm::editRules()
{
    auto* form = new GateRulesForm(m_gateRules, this);
    connect(form, &GateRulesForm::taken, this, [this](const std::vector<GateRule>& rules) {
        m_gateRules = rules;
        showRules();
    });
    form->open();
}

/// Rules are kept where the gate is off: they are asked again once it is switched on.
void SubscriptionForm::showRules()
{
    m_rules->setText(m_gateRules.empty() ? tr("Rules…") : tr("Rules (%1)…").arg(m_gateRules.size()));
    m_rules->setEnabled(m_gate->currentData().toString() != u"off");
}

SubscriptionConfig SubscriptionForm::config() const
{
    SubscriptionConfig config = m_existing.value_or(SubscriptionConfig());
    if (!m_existing) {
        config.name = m_name->text().trimmed();
        config.peerCode = m_peer->currentData().toString();
        config.dataset = m_dataset->text().trimmed();
        config.target = m_target->currentData().toString();
        config.mappings = m_mappings;
        config.targetSchema = m_targetSchema;
    }
    config.replaceTarget = m_replaceTarget->isChecked();
    config.offlineStart = m_offlineStart->isChecked();
    config.gate = m_gate->currentData().toString();
    config.gateRules = m_gateRules;
    config.verifyTimes = m_verifyTimes->text().trimmed();
    config.verifyRepairs = m_verifyRepairs->isChecked();
    config.newColumns = NewColumns(m_newColumns->currentData().toInt());
    config.onStructure = m_structure->currentData().toString();
    config.onRowError = m_rowErrors->currentData().toString();
    const QString conflicts = m_conflicts->currentData().toString();
    config.onConflict =
        conflicts == kNewer ? conflictRuleWord({ConflictChoice::Newer, m_newerColumn->text().trimmed()}) : conflicts;
    config.reviewStructure = m_review->isChecked();
    config.strict = m_strict->isChecked();
    return config;
}

void SubscriptionForm::updateButton()
{
    const bool byColumn = m_conflicts->currentData().toString() == kNewer;
    m_newerColumn->setVisible(byColumn);
    const SubscriptionConfig now = config();
    const auto& subscriptions = client().latest().subscriptions;
    const bool isTaken = !m_existing && std::ranges::any_of(subscriptions, [&](const SubscriptionSnapshot& other) {
        return other.config.name == now.name;
    });
    QString hint;
    if (m_peer->count() == 0)
        hint = tr("There is no link yet: register the provider's node first.");
    else if (isTaken)
        hint = tr("There is a subscription with this name already.");
    else if (const auto times = Timetable::parse(now.verifyTimes); !now.verifyTimes.isEmpty() && !times)
        hint =
            tr("The times are not understood. Possible are for example: every 6h, daily 02:30, weekly mon,thu 02:30, "
               "monthly 1,15 02:30");
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    showMapping();
    m_texts->setEnabled(!now.peerCode.isEmpty() && !now.dataset.isEmpty() && !now.target.isEmpty());
    m_save->setEnabled(hint.isEmpty() && !now.name.isEmpty() && !now.peerCode.isEmpty() && !now.dataset.isEmpty() &&
                       !now.target.isEmpty() && !(byColumn && m_newerColumn->text().trimmed().isEmpty()));
}

void SubscriptionForm::save()
{
    saveSeen(QStringLiteral("addSubscription"), QStringLiteral("subscription"), m_existing, config(),
             [this, name = config().name] { Q_EMIT saved(name); });
}

} // namespace busheng
