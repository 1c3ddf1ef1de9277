-- AlterTable
ALTER TABLE "settlements" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 0;

-- Messages that count for a goal but do not make one; found again when the goal appears.
CREATE INDEX "messages_consent_withheld" ON "messages"("workspace_id", "name") WHERE "excluded_reason" = 'consent withheld';

-- A queue is read from its front, where the deleted rows lie: they go after some thousands, not after a fifth of the table.
ALTER TABLE "unsettled_messages" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Counters: room on the page, so that an update leaves the index alone.
ALTER TABLE "goal_hours" SET (fillfactor = 70);
ALTER TABLE "goal_days" SET (fillfactor = 70);
ALTER TABLE "integration_hours" SET (fillfactor = 50);
ALTER TABLE "settlements" SET (fillfactor = 50);
