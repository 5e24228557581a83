-- incoming: shift_id of shifts whose state is replaced; $at.
UPDATE shift_log s SET known_to = $at FROM incoming i WHERE s.known_to IS NULL AND s.shift_id = i.shift_id;
