// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/base/worker_thread.h"
#include "ui/models/difference_models.h"
#include "ui/widgets/card.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <memory>
#include <optional>

class QLineEdit;

namespace busheng {

class EmptyState;
class EngineClient;
class NoticeBar;

/// One reconciliation: counts by table, the rows that differ, and the fields of one of them on two sides.
class VerificationCard : public Card {
    Q_OBJECT
public:
    explicit VerificationCard(EngineClient& client, QWidget* parent = nullptr);

    void showVerification(const VerificationSnapshot& verification);
    void retranslate();

    QTableView* differences() const { return m_differences; }
    QTableView* cells() const { return m_cells; }
    QTableView* tables() const { return m_tables; }
    QToolButton* kindButton(DifferenceModel::Kinds kind) const { return m_kinds.at(std::size_t(kind)); }
    QPushButton* repairButton() const { return m_repair; }
    QPushButton* stopButton() const { return m_stop; }
    QPushButton* exportButton() const { return m_export; }
    const NoticeBar& notice() const { return *m_notice; }
    void saveCsv(const QString& path);

Q_SIGNALS:
    void changed(); ///< asked to stop or to repair: look again

private:
    QWidget* buildDifferences();
    void filter();
    void showCells();
    void showNote();
    void updateButtons();
    void stop();
    void askToRepair();
    void repair();
    void askWhereToSave();
    void onDone(const std::optional<Error>& error);

    EngineClient& m_client;
    VerificationSnapshot m_verification;
    TableCheckModel m_tableModel;
    DifferenceModel m_model;
    DifferenceCellModel m_cellModel;
    DifferenceFilter m_shown;
    bool m_isAsking = false;
    qint64 m_repaired = 0; ///< asked for once: not twice by a double click
    NoticeBar* m_notice;
    QTableView* m_tables;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    std::vector<QToolButton*> m_kinds;
    QLineEdit* m_search;
    QTableView* m_differences;
    QTableView* m_cells;
    QPushButton* m_stop;
    QPushButton* m_repair;
    QPushButton* m_export;
    std::unique_ptr<WorkerThread> m_saver; ///< last: ends before what it calls
};

} // namespace busheng
