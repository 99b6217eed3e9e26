// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/task_form.h"

#include "ui/dialogs/export_fields.h"
#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/name_field.h"
#include "ui/widgets/timetable_field.h"
#include "ui/widgets/wrapped_text.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;
constexpr int kFieldCharacters = 52;
constexpr qint64 kMiB = 1024 * 1024;
constexpr int kMostMiB = 1 << 30;
constexpr int kMostKiB = 1 << 30;
constexpr int kPausesShown = 6;
constexpr qint64 kSecondMs = 1000;
const QString kKeep = QStringLiteral("keep");

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

QSpinBox* spinOf(int least, int most, int value, const QString& name)
{
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

/// In whole MiB; what is there to the byte stays, unless another number is chosen.
int inMiB(qint64 bytes)
{
    return bytes == 0 ? 0 : int(std::clamp<qint64>(bytes / kMiB, 1, kMostMiB));
}

qint64 bytesOf(const QSpinBox& box, qint64 before)
{
    return box.value() == inMiB(before) ? before : box.value() * kMiB;
}

/// Fields side by side, the first one taking what room there is.
QWidget* beside(QWidget* first, QWidget* second)
{
    auto* both = new QWidget;
    auto* layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(first, 1);
    layout->addWidget(second);
    both->setFocusProxy(first);
    return both;
}

} // namespace

TaskForm::TaskForm(EngineClient& client, const std::optional<FileTaskConfig>& existing, QWidget* parent)
    : EngineDialog(client, parent), m_existing(existing), m_tabs(new QTabWidget),
      m_name(new NameField(NameField::Kind::Task)), m_peer(new QComboBox), m_kind(new QComboBox),
      m_rows(new ExportFields), m_source(new QLineEdit), m_patterns(new QLineEdit), m_target(new QLineEdit),
      m_mode(new QComboBox), m_starts(new TimetableField), m_enabled(new QCheckBox), m_completeness(new QComboBox),
      m_compress(new QCheckBox), m_seal(new QCheckBox), m_convert(new QCheckBox), m_split(new QCheckBox),
      m_splitMiB(spinOf(1, 1'048'576, 1024, tr("Largest part"))), m_join(new QCheckBox),
      m_priority(spinOf(1, 9, 5, tr("Priority"))), m_resends(spinOf(3, 20, 3, tr("Resends"))),
      m_firstPause(spinOf(1, 3600, 5, tr("First pause"))), m_pauses(new WrappedLabel),
      m_rateKiB(spinOf(0, kMostKiB, 0, tr("At most, a second"))), m_atRest(new QComboBox), m_cleaning(new QComboBox),
      m_cleanAfter(spinOf(0, 36'500, 30, tr("Days"))), m_cleanFetched(new QCheckBox),
      m_cleanAboveMiB(spinOf(0, kMostMiB, 0, tr("Room for files that arrived"))),
      m_cleanFreeMiB(spinOf(0, kMostMiB, 0, tr("Room to keep free"))), m_hint(new QLabel), m_save(nullptr)
{
    setWindowTitle(existing ? tr("Change a transfer task") : tr("New transfer task"));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kRowSpacing);
    m_tabs->addTab(buildTask(), tr("What and when"));
    m_tabs->addTab(buildWay(), tr("On the way"));
    m_tabs->addTab(buildEnd(), tr("Afterwards"));
    auto* buttons = new QDialogButtonBox(body);
    m_save = buttons->addButton(existing ? tr("Save") : tr("Make task"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    setBody(body);
    m_source->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    fill(existing.value_or(FileTaskConfig()));
    for (QLineEdit* field : {m_name->edit(), m_source, m_target, m_patterns})
        connect(field, &QLineEdit::textChanged, this, &TaskForm::updateButton);
    for (QComboBox* box : {m_peer, m_cleaning, m_completeness, m_atRest})
        connect(box, &QComboBox::currentIndexChanged, this, &TaskForm::updateButton);
    for (QSpinBox* box : {m_resends, m_firstPause})
        connect(box, &QSpinBox::valueChanged, this, &TaskForm::updateButton);
    for (QCheckBox* box : {m_split, m_cleanFetched})
        connect(box, &QCheckBox::toggled, this, &TaskForm::updateButton);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TaskForm::showKind);
    connect(m_rows, &ExportFields::changed, this, &TaskForm::updateButton);
    using Sources = std::vector<DatabaseConfig>;
    client.request<Sources>(
        this, [](EngineApi& engine, Reply<Sources> reply) { engine.settings().listSources(std::move(reply)); },
        [this](const Result<Sources>& sources) { m_rows->setSources(sources.value_or(Sources())); });
    connect(m_starts, &TimetableField::changed, this, &TaskForm::updateButton);
    connect(buttons, &QDialogButtonBox::accepted, this, &TaskForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showKind();
    m_name->setFocus();
}

void TaskForm::buildRows(QFormLayout& form)
{
    m_kind->addItem(tr("files of the send directory"), false);
    m_kind->addItem(tr("rows of a database, as a file"), true);
    form.addRow(tr("Sends"), m_kind);
    form.addRow(m_rows);
}

/// Which fields a task of files has, and which one of rows.
void TaskForm::showKind()
{
    const bool isRows = m_kind->currentData().toBool();
    m_rows->setVisible(isRows);
    if (isRows)
        alignLabels(*qobject_cast<QFormLayout*>(m_patterns->parentWidget()->layout()),
                    *qobject_cast<QFormLayout*>(m_rows->layout()));
    auto* form = qobject_cast<QFormLayout*>(m_patterns->parentWidget()->layout());
    for (QWidget* field :
         {static_cast<QWidget*>(m_patterns), static_cast<QWidget*>(m_mode), static_cast<QWidget*>(m_completeness)})
        form->setRowVisible(field, !isRows);
    m_source->setPlaceholderText(isRows ? tr("a directory of its own, for example exports/person")
                                        : tr("all of the send directory"));
    updateButton();
}

QWidget* TaskForm::buildTask()
{
    auto* page = new QWidget;
    QFormLayout* form = formIn(page);
    if (m_existing) {
        auto* name = new QLabel(displayText(m_existing->name));
        name->setTextFormat(Qt::PlainText);
        form->addRow(tr("Name"), name);
        m_name->setParent(page);
        m_name->hide();
    } else {
        m_name->edit()->setPlaceholderText(tr("for example 兵团_联网监测数据上报"));
        m_name->edit()->setAccessibleName(tr("Name"));
        form->addRow(tr("Name"), m_name);
    }
    for (const LinkSnapshot& link : client().latest().links)
        m_peer->addItem(SubscriptionModel::peerText(link.config.peerCode, link.config.peerName), link.config.peerCode);
    form->addRow(tr("Receiver"), m_peer);
    buildRows(*form);
    auto* find = new QPushButton(tr("Browse…"));
    connect(find, &QPushButton::clicked, this, &TaskForm::browse);
    m_source->setToolTip(plainToolTip(
        tr("A directory beneath %1").arg(displayText(client().latest().filesDirectory + QStringLiteral("/send")))));
    m_source->setAccessibleName(tr("Send directory")); // the label is that of both
    form->addRow(tr("Send directory"), beside(m_source, find));
    m_patterns->setPlaceholderText(tr("all files; or for example *.zip, reports/*.xlsx"));
    form->addRow(tr("Only files like"), m_patterns);
    m_target->setPlaceholderText(tr("the receiver's directory itself"));
    form->addRow(tr("Receive directory"), m_target);
    m_mode->addItem(tr("new and changed files"), false);
    m_mode->addItem(tr("all files, each time"), true);
    form->addRow(tr("Each run sends"), m_mode);
    m_completeness->addItem(tr("when it has its name: it is put there by rename"), QStringLiteral("commit"));
    m_completeness->addItem(tr("when NAME.ctl stands beside it"), QStringLiteral("control"));
    m_completeness->addItem(tr("when nobody has changed it for 30 s (a guess)"), QStringLiteral("settled"));
    form->addRow(tr("A file is whole"), m_completeness);
    form->addRow(tr("Starts"), m_starts);
    m_enabled->setText(tr("Starts by itself; else only by hand"));
    form->addRow(QString(), m_enabled);
    return page;
}

QWidget* TaskForm::buildWay()
{
    auto* page = new QWidget;
    QFormLayout* form = formIn(page);
    m_compress->setText(tr("Compress where it pays"));
    m_seal->setText(tr("Seal each file with SM4-GCM, beside the link's own encryption"));
    m_convert->setText(tr("Text files arrive as UTF-8"));
    m_split->setText(tr("Send larger files in numbered parts of"));
    form->addRow(QString(), m_compress);
    form->addRow(QString(), m_seal);
    form->addRow(QString(), m_convert);
    m_splitMiB->setSuffix(QStringLiteral(" MiB"));
    form->addRow(QString(), beside(m_split, m_splitMiB));
    m_join->setText(tr("The receiver joins the parts again"));
    form->addRow(QString(), m_join);
    m_priority->setToolTip(tr("Of the tasks that wait for the same receiver, the highest goes first"));
    form->addRow(tr("Priority (1 to 9)"), m_priority);
    m_rateKiB->setSpecialValueText(tr("what the link gives"));
    m_rateKiB->setSuffix(QStringLiteral(" KiB/s"));
    form->addRow(tr("At most"), m_rateKiB);
    m_atRest->addItem(tr("in clear"), QStringLiteral("clear"));
    m_atRest->addItem(tr("sealed: only the client helper opens them"), QStringLiteral("sealed"));
    m_atRest->setToolTip(
        plainToolTip(tr("In the receive directory, and in the send directory what \"put\" brings. Both "
                        "nodes need a vault.")));
    form->addRow(tr("Files lie"), m_atRest);
    return page;
}

QWidget* TaskForm::buildEnd()
{
    auto* page = new QWidget;
    QFormLayout* form = formIn(page);
    form->addRow(tr("A file that failed is sent again, times"), m_resends);
    m_firstPause->setSuffix(QStringLiteral(" s"));
    form->addRow(tr("Pause before the first resend"), m_firstPause);
    form->addRow(QString(), m_pauses);
    m_cleaning->addItem(tr("stay where they are"), kKeep);
    m_cleaning->addItem(tr("are moved to the archive"), QStringLiteral("archive"));
    m_cleaning->addItem(tr("are deleted"), QStringLiteral("delete"));
    form->addRow(tr("Files that arrived"), m_cleaning);
    m_cleanAfter->setSpecialValueText(tr("at the end of the run"));
    m_cleanAfter->setSuffix(u' ' + tr("days later"));
    form->addRow(tr("When"), m_cleanAfter);
    m_cleanFetched->setText(tr("Not before somebody has fetched them at the receiver"));
    form->addRow(QString(), m_cleanFetched);
    for (QSpinBox* box : {m_cleanAboveMiB, m_cleanFreeMiB}) {
        box->setSpecialValueText(tr("no limit"));
        box->setSuffix(QStringLiteral(" MiB"));
    }
    m_cleanAboveMiB->setToolTip(tr("While those that lie there have more, the oldest go before their time"));
    form->addRow(tr("They may have at most"), m_cleanAboveMiB);
    m_cleanFreeMiB->setToolTip(tr("While less is free on the disk, the oldest are deleted before their time"));
    form->addRow(tr("Keep free on the disk"), m_cleanFreeMiB);
    return page;
}

void TaskForm::fill(const FileTaskConfig& existing)
{
    if (m_existing && m_peer->findData(existing.peerCode) < 0)
        m_peer->addItem(displayText(existing.peerCode), existing.peerCode);
    choose(*m_peer, existing.peerCode);
    choose(*m_kind, existing.isExport());
    m_rows->fill(existing);
    m_source->setText(existing.sourceDirectory);
    m_patterns->setText(existing.patterns.join(QStringLiteral(", ")));
    m_target->setText(existing.targetDirectory);
    choose(*m_mode, existing.fullCopy);
    choose(*m_completeness, existing.completeness);
    m_starts->setLine(existing.starts);
    m_enabled->setChecked(existing.enabled);
    m_compress->setChecked(existing.compress);
    m_seal->setChecked(existing.seal);
    m_convert->setChecked(existing.convertText);
    m_split->setChecked(existing.splitBytes > 0);
    if (existing.splitBytes > 0)
        m_splitMiB->setValue(int(std::max<qint64>(1, existing.splitBytes / kMiB)));
    m_join->setChecked(existing.joinParts);
    m_priority->setValue(int(existing.priority));
    m_resends->setValue(int(existing.resends));
    m_firstPause->setValue(int(existing.firstPauseSeconds));
    choose(*m_cleaning, existing.cleaning);
    m_cleanAfter->setValue(int(existing.cleanAfterDays));
    m_cleanFetched->setChecked(existing.cleanFetched);
    m_cleanAboveMiB->setValue(inMiB(existing.cleanAboveBytes));
    m_cleanFreeMiB->setValue(inMiB(existing.cleanFreeBytes));
    m_rateKiB->setValue(int(std::min<qint64>(existing.rateKiB, kMostKiB)));
    choose(*m_atRest, existing.atRest);
}

FileTaskConfig TaskForm::config() const
{
    FileTaskConfig config = m_existing.value_or(FileTaskConfig());
    if (!m_existing)
        config.name = m_name->name();
    config.peerCode = m_peer->currentData().toString();
    const auto directory = [](const QLineEdit* field) {
        QString path = field->text().trimmed();
        while (path.endsWith(u'/'))
            path.chop(1);
        return path;
    };
    if (m_kind->currentData().toBool())
        m_rows->read(config);
    else
        config.exportSource = config.exportTable = config.exportQuery = QString();
    config.sourceDirectory = directory(m_source);
    config.targetDirectory = directory(m_target);
    if (m_kind->currentData().toBool()) { // whatever it was before
        config.patterns.clear();
        config.completeness = FileTaskConfig().completeness;
    } else {
        config.patterns = namesIn(*m_patterns);
        config.fullCopy = m_mode->currentData().toBool();
        config.completeness = m_completeness->currentData().toString();
    }
    config.starts = m_starts->line().value_or(config.starts);
    config.enabled = m_enabled->isChecked();
    config.compress = m_compress->isChecked();
    config.seal = m_seal->isChecked();
    config.convertText = m_convert->isChecked();
    // What is there to the byte stays, unless another number of MiB was chosen.
    const qint64 before = m_existing ? m_existing->splitBytes : 0;
    const bool isSame = before > 0 && std::max<qint64>(1, before / kMiB) == m_splitMiB->value();
    config.splitBytes = !m_split->isChecked() ? 0 : isSame ? before : m_splitMiB->value() * kMiB;
    config.joinParts = m_join->isChecked();
    config.priority = m_priority->value();
    config.resends = m_resends->value();
    config.firstPauseSeconds = m_firstPause->value();
    config.cleaning = m_cleaning->currentData().toString();
    config.cleanAfterDays = m_cleanAfter->value();
    config.cleanFetched = m_cleanFetched->isChecked();
    const FileTaskConfig was = m_existing.value_or(FileTaskConfig());
    config.cleanAboveBytes = bytesOf(*m_cleanAboveMiB, was.cleanAboveBytes);
    config.cleanFreeBytes = bytesOf(*m_cleanFreeMiB, was.cleanFreeBytes);
    config.rateKiB = m_rateKiB->value();
    config.atRest = m_atRest->currentData().toString();
    return config;
}

QString TaskForm::missing(const FileTaskConfig& now) const
{
    const auto& tasks = client().latest().fileTasks;
    if (m_peer->count() == 0)
        return tr("There is no link yet: register the receiver's node first.");
    if (!m_existing && std::ranges::any_of(tasks, [&](const auto& other) { return other.config.name == now.name; }))
        return tr("There is a task with this name already.");
    if (m_kind->currentData().toBool()) {
        if (const QString rows = m_rows->missing(); !rows.isEmpty())
            return rows;
        if (now.sourceDirectory.isEmpty())
            return tr("Name a send directory of its own: the rows are exported into it.");
        if (now.starts == QStringLiteral("service"))
            return tr("A task that sends rows starts by hand or at certain times: with the service, it would export "
                      "all the time.");
    }
    for (const QString& path : {now.sourceDirectory, now.targetDirectory}) {
        if (path.startsWith(u'/') || path.contains(u'\\'))
            return tr("\"%1\": write a directory beneath the root, with '/' between, and none in front.")
                .arg(displayText(path));
        if (!isValidTreeDirectory(path))
            return tr("\"%1\": \".\", \"..\" and empty names are not possible here.").arg(displayText(path));
    }
    if (!m_starts->line())
        return tr("When it starts is not understood yet.");
    if (now.splitBytes > 0 && (now.isSealedAtRest() || now.cleanFetched))
        return tr("Parts can neither lie sealed nor wait until they are fetched: large files travel whole as well, and "
                  "go on where a cut ended them.");
    return {};
}

void TaskForm::updateButton()
{
    const FileTaskConfig now = config();
    const QString hint = missing(now);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_splitMiB->setEnabled(m_split->isChecked());
    m_join->setEnabled(m_split->isChecked());
    const bool isCleaned = now.cleaning != kKeep;
    for (QWidget* field : {static_cast<QWidget*>(m_cleanAfter), static_cast<QWidget*>(m_cleanFetched),
                           static_cast<QWidget*>(m_cleanAboveMiB)})
        field->setEnabled(isCleaned);
    m_cleanFreeMiB->setEnabled(now.cleaning == QStringLiteral("delete")); // the archive is on the same disk
    QStringList pauses;
    for (qint64 i = 0; i < std::min<qint64>(now.resends, kPausesShown); ++i)
        pauses.append(Words::duration((now.firstPauseSeconds << i) * kSecondMs));
    if (now.resends > kPausesShown)
        pauses.append(QStringLiteral("…"));
    m_pauses->setWords(tr("Pauses: %1. Then the file goes to the failed directory and waits for a person.")
                           .arg(pauses.join(QStringLiteral(", "))));
    m_save->setEnabled(hint.isEmpty() && (m_existing || m_name->isValid()) && !now.peerCode.isEmpty());
}

void TaskForm::browse()
{
    const QString root = client().latest().filesDirectory + QStringLiteral("/send");
    auto* dialog = new QFileDialog(this, tr("Send directory"), QDir(root).filePath(m_source->text()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, root](const QString& chosen) {
        const QString beneath = QDir(root).relativeFilePath(chosen);
        m_source->setText(beneath == QStringLiteral(".") ? QString() : beneath); // outside: the hint says so
    });
    dialog->open();
}

void TaskForm::save()
{
    saveSeen(QStringLiteral("addTask"), QStringLiteral("task"), m_existing, config(),
             [this, name = config().name] { Q_EMIT saved(name); });
}

} // namespace busheng
