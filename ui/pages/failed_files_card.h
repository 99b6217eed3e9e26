// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/file_run_models.h"
#include "ui/widgets/card.h"

#include <QHash>
#include <QTableView>

#include <memory>

class QAction;

namespace busheng {

class EngineClient;

/// The files that wait in the failed directories of all tasks (§8.2.7), each with the cause as far as the records of
/// the last runs tell, to be sent again. Hidden while there are none.
class FailedFilesCard : public Card {
    Q_OBJECT
public:
    explicit FailedFilesCard(EngineClient& client, QWidget* parent = nullptr);

    /// Asks what lies there now.
    void refresh();
    void retranslate();
    QTableView* table() const { return m_table; }
    QAction* resendAction() const { return m_resend; }
    QAction* resendAllAction() const { return m_resendAll; }

Q_SIGNALS:
    void requestFailed(const busheng::Error& error);

private:
    /// Answers that belong together; shown when the last of them is there.
    struct Gathering {
        int waiting = 0;
        bool isStale = false;
        std::vector<FileRow> files;
        QHash<QString, FileRow> causes; ///< by task and path; of the newest run
    };
    using Shared = std::shared_ptr<Gathering>;

    void onSnapshot();
    void askWhatLies(const Shared& all, const QString& task);
    void askRuns(const Shared& all);
    void askCauses(const Shared& all, qint64 run);
    void arrived(const Shared& all);
    void show(const Gathering& all);
    void openResend(bool isAll);
    void copySelected();
    void updateActions();
    std::vector<const FileRow*> selected() const;

    EngineClient& m_client;
    FileRowModel m_model;
    Shared m_gathering; ///< under way
    QString m_seen;     ///< failed files as the newest snapshot counts them
    QTableView* m_table;
    QAction* m_resend;
    QAction* m_resendAll;
    QAction* m_copy;
};

} // namespace busheng
